-- Sums by partner that differ from the sum over commitments: somebody's money is counted twice or not at all.
-- severity: block
WITH ledger AS (
    SELECT role, measure, unit, sum(value) AS value, sum(low) AS low, sum(high) AS high, coalesce(sum(value_usd), 0) AS usd FROM partner_ledger GROUP BY ALL
),
whole AS (
    SELECT measure, unit, sum(value) AS value, sum(low) AS low, sum(high) AS high, coalesce(sum(amount_usd), 0) AS usd
    FROM fact_commitment WHERE is_additive GROUP BY ALL
)
SELECT l.role, l.measure, l.unit, l.value AS ledger, w.value AS commitments
FROM ledger AS l FULL JOIN whole AS w USING (measure, unit)
WHERE (l.value, l.low, l.high, l.usd) IS DISTINCT FROM (w.value, w.low, w.high, w.usd);
