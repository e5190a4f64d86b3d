-- What does a gigawatt cost, where one deal names both money and power?
SELECT d.partners, max(c.amount_usd) AS usd, max(c.power_mw) AS mw, (max(c.amount_usd) / max(c.power_mw) / 1e6)::DECIMAL(18, 1) AS billion_usd_a_gigawatt,
    list(c.commitment_key ORDER BY c.commitment_key) AS rests_on
FROM (SELECT deal_key, partners, unnest(commitments) AS commitment_key FROM dim_deal) AS d
JOIN fact_commitment AS c USING (commitment_key)
WHERE c.is_additive AND c.measure IN ('money', 'power')
GROUP BY d.deal_key, d.partners HAVING usd IS NOT NULL AND mw IS NOT NULL ORDER BY usd DESC
