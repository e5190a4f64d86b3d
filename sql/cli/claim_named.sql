-- Claims by anchor, by key, or by the beginning of their identity.
SELECT c.claim_key, c.claim_id, c.anchor FROM fact_claim AS c
WHERE c.anchor = $name OR CAST(c.claim_key AS VARCHAR) = $name OR (length($name) >= 6 AND starts_with(c.claim_id, $name))
ORDER BY c.claim_key
LIMIT 20
