-- How much may be added but names one side only, by measure: what the flow pictures leave out.
WITH sides AS (
    SELECT commitment_key, bool_or(role = 'gives' AND partner_key <> -1) AND bool_or(role = 'receives' AND partner_key <> -1) AS is_paired
    FROM bridge_commitment_partner GROUP BY commitment_key
)
SELECT c.measure, count(*) AS commitments, sum(CAST(CASE c.measure WHEN 'money' THEN c.amount_usd ELSE c.value END AS DOUBLE)) AS amount
FROM fact_commitment AS c JOIN sides AS s USING (commitment_key)
WHERE c.is_additive AND NOT s.is_paired AND c.measure IN ('money', 'power', 'chips')
GROUP BY c.measure
