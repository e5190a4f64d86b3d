-- One step in the life of a commitment: the day on which an article first told it. Grain: one step of one commitment.
-- A step dates from the announcement where the claims of that step give its day, else from the article.
CREATE TABLE fact_transition AS
WITH told AS (
    SELECT commitment_key, status AS step, min(published) AS told_on, min(announced) FILTER (published IS NULL OR announced <= published) AS announced,
        CAST(count(DISTINCT source_key) AS INTEGER) AS source_count
    FROM fact_claim GROUP BY ALL
),
steps AS (
    SELECT commitment_key, step, told_on, CASE WHEN step IN ('agreed', 'reported') THEN coalesce(announced, told_on) ELSE told_on END AS day, source_count
    FROM told
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
COMMENT ON COLUMN fact_transition.day IS 'Day of the step: its announcement, else the first article that tells it, else the end that passed';
COMMENT ON COLUMN fact_transition.told_on IS 'Publication day of the first article that tells it';
COMMENT ON COLUMN fact_transition.source_count IS 'Number of independent sources that tell it; 0 where the calendar does';
