-- Claims by anchor or by key.
SELECT claim_key, anchor FROM evidence
WHERE anchor = $name OR CAST(claim_key AS VARCHAR) = $name
ORDER BY claim_key
LIMIT 20
