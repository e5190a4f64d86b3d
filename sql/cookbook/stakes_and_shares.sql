-- Which stakes change hands for compute?
SELECT from_partners AS company, to_partners AS holder, value, unit, bound, status, commitment_key AS rests_on
FROM commitments WHERE kind = 'equity_grant' AND is_additive ORDER BY unit DESC, value DESC, commitment_key
