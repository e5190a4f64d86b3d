-- What each partner gives and receives, by measure, unit, kind and year of announcement (else of the first telling).
-- Grain: one role of one partner, for one measure, unit, kind and year. Only commitments that may be added are counted, in
-- equal shares where several give or receive, so that the sum over partners in one role is the sum of fact_commitment.
CREATE VIEW partner_ledger AS
SELECT
    p.name AS partner, b.role, c.measure, c.unit, k.kind, year(coalesce(c.announced, c.first_told)) AS year,
    sum(b.value_share) AS value, sum(b.low_share) AS low, sum(b.high_share) AS high, sum(b.usd_share) AS value_usd,
    count(*) AS commitments
FROM bridge_commitment_partner AS b
JOIN fact_commitment AS c USING (commitment_key)
JOIN dim_kind AS k USING (kind_key)
JOIN dim_partner AS p USING (partner_key)
WHERE c.is_additive
GROUP BY ALL;
COMMENT ON VIEW partner_ledger IS 'Given and received; grain: one role of one partner for one measure, unit, kind and year';
