-- Megawatts by quarter and kind, with low and high; `quarter` is empty for what no article dates.
SELECT quarter, kind, sum(mw) AS mw, sum(mw_low) AS low, sum(mw_high) AS high, count(DISTINCT commitment_key) AS commitments
FROM capacity_pipeline GROUP BY ALL ORDER BY quarter NULLS LAST, kind
