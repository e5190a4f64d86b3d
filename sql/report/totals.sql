-- What has been committed, by measure and kind: headline, low and high figure of what may be added, money in dollars.
-- `left_out` counts what is not in the sums: parts, totals, what was cancelled, and money without a rate.
WITH sized AS (
    SELECT measure, kind_key, CASE measure WHEN 'money' THEN 'USD' ELSE unit END AS unit, value, low, high,
        CASE measure WHEN 'money' THEN CAST(usd_per_unit AS DOUBLE) ELSE 1 END AS rate,
        is_additive AND (measure <> 'money' OR usd_per_unit IS NOT NULL) AS is_counted
    FROM fact_commitment
)
SELECT s.measure, k.kind, s.unit, count(*) FILTER (s.is_counted) AS counted, count(*) FILTER (NOT s.is_counted) AS left_out,
    coalesce(sum(CAST(s.value AS DOUBLE) * s.rate) FILTER (s.is_counted), 0) AS value,
    coalesce(sum(CAST(s.low AS DOUBLE) * s.rate) FILTER (s.is_counted), 0) AS low,
    coalesce(sum(CAST(s.high AS DOUBLE) * s.rate) FILTER (s.is_counted), 0) AS high
FROM sized AS s JOIN dim_kind AS k USING (kind_key)
GROUP BY s.measure, k.kind, s.unit
ORDER BY list_position(['money', 'power', 'chips', 'shares', 'stake'], s.measure), value DESC, k.kind
