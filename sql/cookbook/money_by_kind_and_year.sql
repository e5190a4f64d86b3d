-- How much money is committed a year, by kind, between the low and the high figures?
SELECT year(coalesce(announced, first_told)) AS year, kind, sum(amount_usd) AS usd, sum(low * usd_per_unit::DOUBLE)::DECIMAL(38, 0) AS usd_low,
    sum(high * usd_per_unit::DOUBLE)::DECIMAL(38, 0) AS usd_high, count(*) AS commitments, list(commitment_key ORDER BY commitment_key) AS rests_on
FROM fact_commitment JOIN dim_kind USING (kind_key) WHERE measure = 'money' AND fact_commitment.is_additive
GROUP BY year, kind ORDER BY year, usd DESC, kind
