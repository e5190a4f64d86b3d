-- A claim of the lake that is not in the warehouse, open or closed, or twice: it has vanished on the way, or counts double.
-- severity: block
WITH readings AS (SELECT hash(article_id, extractor_version, run_id) AS reading, count(*) AS claims FROM delta_claims GROUP BY ALL),
blamed AS (
    SELECT hash(article_id, extractor_version, run_id) AS reading, -count(*) AS claims FROM delta_claims SEMI JOIN blamed_claims USING (claim_id) GROUP BY ALL
),
read_claims AS (
    SELECT claims FROM (FROM readings UNION ALL FROM blamed)
    SEMI JOIN (SELECT hash(article_id, extractor_version, run_id) AS reading FROM lake_ledger) AS l USING (reading)
)
SELECT l.claims AS in_the_lake, f.claims AS in_the_warehouse
FROM (SELECT coalesce(sum(claims), 0) AS claims FROM read_claims) AS l, (
    SELECT (SELECT count(*) FROM fact_claim) + (SELECT count(*) FROM fact_closed_claim) AS claims
) AS f
WHERE l.claims <> f.claims;
