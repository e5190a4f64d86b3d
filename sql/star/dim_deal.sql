-- One deal: what the same partners announced together, whichever way each commitment goes, within 45 days of each other.
-- Its status is the furthest of its commitments; it is extended where a later commitment extends one of them.
CREATE TABLE dim_deal AS
WITH named AS (
    SELECT b.commitment_key, list_sort(list(DISTINCT p.root_group)) AS parties
    FROM bridge_commitment_partner AS b JOIN dim_partner AS p USING (partner_key)
    WHERE b.partner_key <> -1 GROUP BY b.commitment_key
),
known AS (
    SELECT c.*, n.parties, coalesce(c.announced, c.first_told) AS day
    FROM fact_commitment AS c JOIN named AS n USING (commitment_key)
),
jumped AS (
    SELECT *, lag(day) OVER (PARTITION BY parties ORDER BY day NULLS LAST, commitment_key) AS earlier FROM known
),
grouped AS (
    SELECT *, sum(CASE WHEN earlier IS NOT NULL AND (day - earlier <= 45 OR day IS NULL) THEN 0 ELSE 1 END)
        OVER (ORDER BY parties, day NULLS LAST, commitment_key) AS run
    FROM jumped
),
extended AS (SELECT other_commitment_key AS commitment_key, true AS is_extended FROM bridge_commitment_link WHERE relation = 'extends' GROUP BY ALL)
SELECT
    CAST(dense_rank() OVER (ORDER BY min(g.day) NULLS LAST, min(g.commitment_key)) AS INTEGER) AS deal_key,
    arg_min(g.commitment_id, g.commitment_key) AS deal_id, any_value(g.parties) AS partners, min(g.announced) AS announced,
    min(g.first_told) AS first_told, max(g.last_told) AS last_told,
    CASE WHEN bool_and(g.status = 'cancelled') THEN 'cancelled' WHEN bool_and(g.status IN ('completed', 'cancelled')) THEN 'completed'
        WHEN bool_or(e.is_extended) THEN 'extended' WHEN bool_or(g.status IN ('agreed', 'completed')) THEN 'agreed' ELSE 'reported' END AS status,
    bool_or(g.is_overdue) AS is_overdue, CAST(count(*) AS INTEGER) AS commitment_count, list(g.commitment_key ORDER BY g.commitment_key) AS commitments
FROM grouped AS g LEFT JOIN extended AS e USING (commitment_key)
GROUP BY g.run
ORDER BY deal_key;
COMMENT ON TABLE dim_deal IS 'Deals; grain: what the same partners announced together';
COMMENT ON COLUMN dim_deal.deal_key IS 'Surrogate key in this release';
COMMENT ON COLUMN dim_deal.deal_id IS 'Identity of its first commitment; stays the same from release to release';
COMMENT ON COLUMN dim_deal.partners IS 'Groups that take part, in alphabetical order';
COMMENT ON COLUMN dim_deal.announced IS 'First day of announcement among its commitments';
COMMENT ON COLUMN dim_deal.first_told IS 'Publication day of the first article about it';
COMMENT ON COLUMN dim_deal.last_told IS 'Publication day of the last article about it';
COMMENT ON COLUMN dim_deal.status IS 'reported, agreed, extended, completed or cancelled';
COMMENT ON COLUMN dim_deal.is_overdue IS 'Whether the end of one of its commitments has passed without word';
COMMENT ON COLUMN dim_deal.commitment_count IS 'Number of its commitments';
COMMENT ON COLUMN dim_deal.commitments IS 'Their keys';
