-- The claims that no correction is about, the least certain first.
SELECT f.anchor FROM evidence AS f ANTI JOIN fact_correction AS c ON c.claim_key = f.claim_key AND c.outcome = 'applied'
ORDER BY f.certainty NULLS FIRST, f.anchor LIMIT $limit
