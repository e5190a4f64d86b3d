-- The claims by which a commitment is found again when its identity has changed: of those that were told of it first.
SELECT anchor FROM evidence
WHERE commitment_key = $key AND joined_by = 'same'
ORDER BY published NULLS LAST, anchor
LIMIT 3
