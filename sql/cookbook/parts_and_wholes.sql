-- Which tranches belong to which whole, and which commitments to which total? None of them is added twice.
SELECT l.relation, a.from_partners, a.to_partners, a.value, b.value AS of_value, a.unit, [a.commitment_key, b.commitment_key] AS rests_on
FROM bridge_commitment_link AS l
JOIN commitments AS a ON a.commitment_key = l.commitment_key
JOIN commitments AS b ON b.commitment_key = l.other_commitment_key
ORDER BY l.relation, b.commitment_key, a.commitment_key
