-- What was known of money by the end of June 2025?
SELECT from_partners, to_partners, value, unit, status, source_count, commitment_key AS rests_on
FROM commitments_as_of(DATE '2025-06-30') WHERE measure = 'money' AND is_additive ORDER BY commitment_key
