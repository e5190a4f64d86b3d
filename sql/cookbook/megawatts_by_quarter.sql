-- How many megawatts are expected when? The row without a quarter holds what nobody dates.
SELECT quarter, kind, round(sum(mw), 1) AS mw, list(DISTINCT commitment_key ORDER BY commitment_key) AS rests_on
FROM capacity_pipeline GROUP BY quarter, kind ORDER BY quarter NULLS LAST, kind
