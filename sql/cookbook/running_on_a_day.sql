-- Which commitments with a term run in the middle of 2028, as far as we know today?
SELECT from_partners, to_partners, kind, value, unit, term_years, end_to, commitment_key AS rests_on
FROM commitments_as_of(DATE '9999-12-31', DATE '2028-07-01') WHERE term_years IS NOT NULL OR end_to IS NOT NULL ORDER BY commitment_key
