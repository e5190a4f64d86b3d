-- What each partner gives and receives, by measure, unit, kind and year of announcement (else of the first telling).
-- Grain: one role of one partner, for one measure, unit, kind and year. Only commitments that may be added are counted, in
-- equal shares where several give or receive, so that the sum over partners in one role is the sum of fact_commitment.
CREATE TABLE partner_ledger AS
SELECT
    p.name AS partner, b.role, c.measure, c.unit, k.kind, year(coalesce(c.announced, c.first_told)) AS year,
    sum(b.value_share) AS value, sum(b.low_share) AS low, sum(b.high_share) AS high, sum(b.usd_share) AS value_usd,
    count(*) AS commitments
FROM bridge_commitment_partner AS b
JOIN fact_commitment AS c USING (commitment_key)
JOIN dim_kind AS k USING (kind_key)
JOIN dim_partner AS p USING (partner_key)
WHERE c.is_additive
GROUP BY ALL
ORDER BY p.name, b.role, c.measure, c.unit, k.kind, year;
COMMENT ON TABLE partner_ledger IS 'Given and received; grain: one role of one partner for one measure, unit, kind and year';
COMMENT ON COLUMN partner_ledger.partner IS 'Name of the partner; unknown where articles name nobody';
COMMENT ON COLUMN partner_ledger.role IS 'gives or receives';
COMMENT ON COLUMN partner_ledger.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN partner_ledger.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN partner_ledger.kind IS 'Kind of commitment';
COMMENT ON COLUMN partner_ledger.year IS 'Year of the announcement, else of the first telling';
COMMENT ON COLUMN partner_ledger.value IS 'Sum of its shares of the headline figures, in unit; of shares and stakes no figure to quote where several are summed, since they can be of different companies';
COMMENT ON COLUMN partner_ledger.low IS 'Sum of its shares of the low figures, in unit';
COMMENT ON COLUMN partner_ledger.high IS 'Sum of its shares of the high figures, in unit';
COMMENT ON COLUMN partner_ledger.value_usd IS 'Sum of its shares in US dollars, of what has a rate';
COMMENT ON COLUMN partner_ledger.commitments IS 'Number of commitments';
