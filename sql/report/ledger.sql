-- What each of the partners with the most commitments gives and receives. Grain: one role, measure, unit and kind of one
-- partner, of what may be added.
WITH known AS (
    SELECT partner, sum(commitments) AS total FROM partner_ledger WHERE partner <> 'unknown' GROUP BY partner
    ORDER BY total DESC, partner LIMIT $most
)
SELECT l.partner, l.role, l.measure, l.unit, l.kind, sum(l.value) AS value, sum(l.low) AS low, sum(l.high) AS high,
    CAST(sum(l.commitments) AS INTEGER) AS commitments, min(l.year) AS first_year, max(l.year) AS last_year
FROM partner_ledger AS l JOIN known AS k USING (partner)
GROUP BY l.partner, l.role, l.measure, l.unit, l.kind
ORDER BY l.partner, l.role, list_position(['money', 'power', 'chips', 'shares', 'stake'], l.measure), value DESC, l.unit, l.kind
