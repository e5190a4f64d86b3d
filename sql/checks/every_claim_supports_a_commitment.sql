-- A claim of the lake that is not in the warehouse, open or closed, or twice: it has vanished on the way, or counts double.
-- severity: block
SELECT l.claims AS in_the_lake, f.claims AS in_the_warehouse
FROM (SELECT count(*) AS claims FROM lake_claims) AS l, (
    SELECT (SELECT count(*) FROM fact_claim) + (SELECT count(*) FROM fact_closed_claim) AS claims
) AS f
WHERE l.claims <> f.claims;
