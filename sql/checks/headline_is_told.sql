-- A headline that nobody tells, or that lies outside low and high: the number would have no sentence behind it.
-- severity: block
SELECT c.commitment_key, c.value, c.low, c.high FROM fact_commitment AS c
WHERE NOT c.value BETWEEN c.low AND c.high
    OR (SELECT count(*) FROM fact_figure AS f WHERE f.commitment_key = c.commitment_key AND f.is_headline AND f.value = c.value AND f.unit = c.unit) <> 1;
