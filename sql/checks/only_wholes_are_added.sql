-- A part, a total or a cancelled commitment that counts in sums: a double count.
-- severity: block
SELECT commitment_key, scope, status FROM fact_commitment WHERE is_additive AND (scope <> 'whole' OR status = 'cancelled')
UNION ALL
SELECT l.commitment_key, l.relation, c.scope
FROM bridge_commitment_link AS l JOIN fact_commitment AS c ON c.commitment_key = l.other_commitment_key
WHERE l.relation = 'included_in' AND c.is_additive;
