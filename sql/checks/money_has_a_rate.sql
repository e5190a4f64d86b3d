-- Money that stays unconverted: the ECB quotes no rate for its currency within ten days before; sums in dollars miss it.
-- severity: warn
SELECT commitment_key, amount, currency, coalesce(announced, first_told) AS day FROM fact_commitment
WHERE measure = 'money' AND amount_usd IS NULL;
