-- A commitment inside one group: money that moves from one pocket to the other, or a mistaken side.
-- severity: warn
SELECT g.commitment_key, x.root_group, x.name AS gives, y.name AS receives
FROM bridge_commitment_partner AS g
JOIN bridge_commitment_partner AS r ON r.commitment_key = g.commitment_key AND r.role = 'receives'
JOIN dim_partner AS x ON x.partner_key = g.partner_key
JOIN dim_partner AS y ON y.partner_key = r.partner_key
WHERE g.role = 'gives' AND g.partner_key <> -1 AND x.root_group = y.root_group;
