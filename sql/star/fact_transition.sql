-- One step in the life of a commitment: the day on which an article first told it. Grain: one step of one commitment.
-- A step dates from the announcement where the claims of that step give its day, else from the article. Where corrections.csv
-- sets the status, no step leads beyond it, and one that no article tells dates from the correction.
CREATE TABLE fact_transition AS
WITH told AS (
    SELECT commitment_key, status AS step, min(published) AS told_on, min(announced) FILTER (published IS NULL OR announced <= published) AS announced,
        CAST(count(DISTINCT source_key) AS INTEGER) AS source_count
    FROM fact_claim GROUP BY ALL
),
corrected AS (
    SELECT c.commitment_key, l.value AS step, max(r.day) AS day
    FROM commitment_line AS l JOIN commitment_correction AS c USING (line) JOIN reference_corrections AS r USING (line)
    WHERE l.what = 'change' AND l.field = 'status' AND c.problem IS NULL GROUP BY ALL
),
ranks AS (FROM (VALUES ('reported', 1), ('agreed', 2), ('completed', 3), ('cancelled', 4)) AS r(step, rank)),
steps AS (
    SELECT commitment_key, step, told_on, CASE WHEN step IN ('agreed', 'reported') THEN coalesce(announced, told_on) ELSE told_on END AS day, source_count
    FROM told
    WHERE (commitment_key, step) NOT IN (
        SELECT c.commitment_key, o.step FROM corrected AS c JOIN ranks AS k ON k.step = c.step JOIN ranks AS o ON o.rank > k.rank
    )
    UNION ALL
    SELECT commitment_key, step, NULL, day, 0 FROM corrected ANTI JOIN told USING (commitment_key, step)
    UNION ALL
    SELECT l.other_commitment_key, 'extended', c.first_told, coalesce(c.announced, c.first_told), c.source_count
    FROM bridge_commitment_link AS l JOIN fact_commitment AS c USING (commitment_key) WHERE l.relation = 'extends'
    UNION ALL
    SELECT commitment_key, 'overdue', NULL, end_to, 0 FROM fact_commitment WHERE is_overdue
),
deals AS (SELECT deal_key, unnest(commitments) AS commitment_key FROM dim_deal)
SELECT d.deal_key, s.commitment_key, s.step, s.day, s.told_on, s.source_count
FROM steps AS s JOIN deals AS d USING (commitment_key)
ORDER BY d.deal_key, s.day, s.commitment_key, s.step;
COMMENT ON TABLE fact_transition IS 'Life of commitments; grain: one step of one commitment';
COMMENT ON COLUMN fact_transition.deal_key IS 'The deal';
COMMENT ON COLUMN fact_transition.commitment_key IS 'The commitment';
COMMENT ON COLUMN fact_transition.step IS 'reported, agreed, extended, completed, cancelled or overdue';
COMMENT ON COLUMN fact_transition.day IS 'Day of the step: its announcement, else the first article that tells it, else the correction or the end that passed';
COMMENT ON COLUMN fact_transition.told_on IS 'Publication day of the first article that tells it';
COMMENT ON COLUMN fact_transition.source_count IS 'Number of independent sources that tell it; 0 where the calendar or a correction does';
