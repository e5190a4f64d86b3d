-- What is only reported, and by how many?
SELECT from_partners, to_partners, kind, value, unit, source_count, first_told, commitment_key AS rests_on
FROM commitments WHERE status = 'reported' ORDER BY amount_usd DESC NULLS LAST, commitment_key
