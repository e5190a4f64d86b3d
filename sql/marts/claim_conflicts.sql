-- Where sources contradict each other. Grain: one contradiction of one commitment, with both sides.
--   figure   a figure that does not agree with the headline within hedges and rounding
--   day      a day of announcement other than the one given, by more than three days
--   start, end   an interval that has no day in common with the one given
--   status   told as cancelled by some, and as standing by others since
--   parties  the same amount to the same receiver, from givers that have nobody in common, within 400 days
--   sum      tranches that together exceed their whole
CREATE TABLE claim_conflicts AS
WITH standing AS (
    SELECT commitment_key, min(published) AS cancelled_on, count(DISTINCT source_key) AS deniers
    FROM fact_telling WHERE status = 'cancelled' GROUP BY commitment_key
),
stood AS (
    SELECT t.commitment_key, count(DISTINCT t.source_key) AS sources, any_value(s.deniers) AS deniers
    FROM fact_telling AS t JOIN standing AS s USING (commitment_key)
    WHERE t.status <> 'cancelled' AND t.published >= s.cancelled_on GROUP BY t.commitment_key
),
alike AS (
    SELECT f.commitment_key, f.kind_key, f.measure, f.unit, f.value, f.source_count, coalesce(f.announced, f.first_told) AS day, c.from_partners, c.to_partners
    FROM fact_commitment AS f JOIN commitments AS c USING (commitment_key)
    WHERE f.scope = 'whole' AND len(c.to_partners) > 0 AND len(c.from_partners) > 0
),
found AS (
    SELECT f.commitment_key, 'figure' AS conflict, format('{:s} {:s} {:s}', h.bound, CAST(h.value AS VARCHAR), h.unit) AS kept,
        format('{:s} {:s} {:s}', f.bound, CAST(f.value AS VARCHAR), f.unit) AS rival, h.support AS kept_sources, f.source_count AS rival_sources
    FROM fact_figure AS f JOIN fact_figure AS h ON h.commitment_key = f.commitment_key AND h.is_headline
    WHERE NOT f.agrees
    UNION ALL
    SELECT c.commitment_key, 'day', CAST(coalesce(c.announced, c.first_told) AS VARCHAR), CAST(f.announced AS VARCHAR), NULL, count(DISTINCT f.source_key)
    FROM fact_claim AS f JOIN fact_commitment AS c USING (commitment_key)
    WHERE abs(f.announced - coalesce(c.announced, c.first_told)) > 3 GROUP BY ALL
    UNION ALL
    SELECT c.commitment_key, 'start', concat_ws('/', c.start_from, c.start_to), concat_ws('/', f.start_from, f.start_to), NULL, count(DISTINCT f.source_key)
    FROM fact_claim AS f JOIN fact_commitment AS c USING (commitment_key)
    WHERE f.start_from > c.start_to OR f.start_to < c.start_from GROUP BY ALL
    UNION ALL
    SELECT c.commitment_key, 'end', concat_ws('/', c.end_from, c.end_to), concat_ws('/', f.end_from, f.end_to), NULL, count(DISTINCT f.source_key)
    FROM fact_claim AS f JOIN fact_commitment AS c USING (commitment_key)
    WHERE f.end_from > c.end_to OR f.end_to < c.end_from GROUP BY ALL
    UNION ALL
    SELECT s.commitment_key, 'status', c.status, CASE c.status WHEN 'cancelled' THEN 'not cancelled' ELSE 'cancelled' END,
        CASE c.status WHEN 'cancelled' THEN s.deniers ELSE s.sources END, CASE c.status WHEN 'cancelled' THEN s.sources ELSE s.deniers END
    FROM stood AS s JOIN fact_commitment AS c USING (commitment_key)
    UNION ALL
    SELECT a.commitment_key, 'parties', array_to_string(a.from_partners, ', '), array_to_string(b.from_partners, ', '), a.source_count, b.source_count
    FROM alike AS a JOIN alike AS b USING (to_partners, kind_key, measure, unit, value)
    WHERE abs(a.day - b.day) <= 400 AND NOT list_has_any(a.from_partners, b.from_partners)
        AND (a.source_count, -a.commitment_key) > (b.source_count, -b.commitment_key)
    UNION ALL
    SELECT w.commitment_key, 'sum', format('{:s} {:s}', CAST(w.high AS VARCHAR), w.unit), format('{:s} {:s} in {:d} parts', CAST(sum(p.value) AS VARCHAR), w.unit, count(*)), NULL, NULL
    FROM bridge_commitment_link AS l
    JOIN fact_commitment AS p ON p.commitment_key = l.commitment_key
    JOIN fact_commitment AS w ON w.commitment_key = l.other_commitment_key
    WHERE l.relation = 'part_of' GROUP BY w.commitment_key, w.high, w.unit HAVING sum(p.value) > w.high
)
SELECT c.commitment_key, c.commitment_id, c.from_partners, c.to_partners, c.kind, f.conflict, f.kept, f.rival, f.kept_sources, f.rival_sources
FROM found AS f JOIN commitments AS c USING (commitment_key)
ORDER BY c.commitment_key, f.conflict, f.rival;
COMMENT ON TABLE claim_conflicts IS 'Contradictions between sources; grain: one contradiction of one commitment';
COMMENT ON COLUMN claim_conflicts.commitment_key IS 'Surrogate key in this release';
COMMENT ON COLUMN claim_conflicts.commitment_id IS 'Name that stays the same from release to release: made from where it was first told and of whom, also once that telling is replaced or corrected';
COMMENT ON COLUMN claim_conflicts.from_partners IS 'Names of those who give';
COMMENT ON COLUMN claim_conflicts.to_partners IS 'Names of those who receive';
COMMENT ON COLUMN claim_conflicts.kind IS 'Kind of commitment';
COMMENT ON COLUMN claim_conflicts.conflict IS 'figure, day, start, end, status, parties or sum';
COMMENT ON COLUMN claim_conflicts.kept IS 'What the warehouse goes by';
COMMENT ON COLUMN claim_conflicts.rival IS 'What is told otherwise';
COMMENT ON COLUMN claim_conflicts.kept_sources IS 'Independent sources for what is kept, where they are counted';
COMMENT ON COLUMN claim_conflicts.rival_sources IS 'Independent sources for the rival, where they are counted';
