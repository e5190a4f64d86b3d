-- Which pairs move the most money, in dollars?
-- Only commitments that may be added; where several give or receive, each pair bears an equal share.
SELECT g.name AS gives, r.name AS receives, sum(c.amount_usd * gb.weight * rb.weight)::DECIMAL(38, 0) AS usd, count(*) AS commitments,
    list(DISTINCT c.commitment_key ORDER BY c.commitment_key) AS rests_on
FROM fact_commitment AS c
JOIN bridge_commitment_partner AS gb ON gb.commitment_key = c.commitment_key AND gb.role = 'gives'
JOIN bridge_commitment_partner AS rb ON rb.commitment_key = c.commitment_key AND rb.role = 'receives'
JOIN dim_partner AS g ON g.partner_key = gb.partner_key
JOIN dim_partner AS r ON r.partner_key = rb.partner_key
WHERE c.is_additive AND c.measure = 'money' AND gb.partner_key <> -1 AND rb.partner_key <> -1
GROUP BY g.name, r.name ORDER BY usd DESC, gives, receives LIMIT 10
