-- What is not in dollars, and at which rate does it count?
SELECT from_partners, to_partners, amount, currency, f.amount_usd, f.amount_eur, usd_per_unit, rate_date, f.commitment_key AS rests_on
FROM fact_commitment AS f JOIN commitments AS c USING (commitment_key)
WHERE f.measure = 'money' AND f.currency <> 'USD' ORDER BY f.amount_usd DESC NULLS LAST, f.commitment_key LIMIT 10
