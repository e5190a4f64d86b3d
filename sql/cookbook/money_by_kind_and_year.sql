-- How much money is committed a year, by kind, between the low and the high figures?
SELECT year, kind, sum(value_usd) AS usd, sum(commitments) AS commitments
FROM partner_ledger WHERE measure = 'money' AND role = 'gives'
GROUP BY year, kind ORDER BY year, usd DESC, kind
