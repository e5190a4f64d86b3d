-- A role whose partners' weights do not sum to 1, or a commitment without a role: totals by partner would not tie.
-- severity: block
SELECT c.commitment_key, r.role, sum(b.weight) AS weight
FROM fact_commitment AS c
CROSS JOIN (VALUES ('gives'), ('receives')) AS r(role)
LEFT JOIN bridge_commitment_partner AS b ON b.commitment_key = c.commitment_key AND b.role = r.role
GROUP BY c.commitment_key, r.role
HAVING abs(coalesce(sum(b.weight), 0) - 1) > 1e-9;
