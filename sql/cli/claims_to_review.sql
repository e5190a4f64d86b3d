-- The claims that most need a reader, the least certain first.
SELECT anchor FROM fact_claim ORDER BY certainty NULLS FIRST, anchor LIMIT $limit
