-- Where does money run in a circle, and how much at least?
SELECT array_to_string(f.partners, ' → ') AS circle, f.weakest_usd, f.total_usd, list(DISTINCT c.commitment_key ORDER BY c.commitment_key) AS rests_on
FROM circular_flows AS f
JOIN fact_commitment AS c ON c.measure = 'money' AND c.is_additive
JOIN bridge_commitment_partner AS gb ON gb.commitment_key = c.commitment_key AND gb.role = 'gives'
JOIN bridge_commitment_partner AS rb ON rb.commitment_key = c.commitment_key AND rb.role = 'receives'
JOIN dim_partner AS g ON g.partner_key = gb.partner_key
JOIN dim_partner AS r ON r.partner_key = rb.partner_key
WHERE r.root_group = f.partners[list_position(f.partners, g.root_group) % len(f.partners) + 1]
GROUP BY f.partners, f.weakest_usd, f.total_usd ORDER BY f.weakest_usd DESC, circle LIMIT 10
