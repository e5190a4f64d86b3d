-- Which commitments do several independent sources tell?
SELECT from_partners, to_partners, kind, value, unit, source_count, first_told, last_told, commitment_key AS rests_on
FROM commitments WHERE source_count > 1 ORDER BY source_count DESC, commitment_key
