-- Two versions of one partner on the same day: a join on the day would count its rows twice.
-- severity: block
SELECT a.name, a.valid_from, a.valid_to, b.valid_from AS other_from
FROM dim_partner AS a JOIN dim_partner AS b ON b.name = a.name AND b.partner_key <> a.partner_key
WHERE b.valid_from BETWEEN a.valid_from AND coalesce(a.valid_to, DATE '9999-12-31');
