-- What one commitment is part of, included in or extends, and the other way round.
SELECT l.relation, c.commitment_key, c.value, c.unit, c.kind
FROM bridge_commitment_link AS l JOIN commitments AS c ON c.commitment_key = l.other_commitment_key WHERE l.commitment_key = $key
UNION ALL
SELECT CASE l.relation WHEN 'part_of' THEN 'has part' WHEN 'included_in' THEN 'includes' ELSE 'extended by' END, c.commitment_key, c.value, c.unit, c.kind
FROM bridge_commitment_link AS l JOIN commitments AS c USING (commitment_key) WHERE l.other_commitment_key = $key
ORDER BY ALL
