-- Every deal in one readable row. Grain: one deal.
CREATE VIEW deals AS
WITH parts AS (
    SELECT d.deal_key, list(format('{:s} {:s} {:s}', CAST(CAST(c.value AS DOUBLE) AS VARCHAR), c.unit, k.kind) ORDER BY c.commitment_key) AS contents
    FROM (SELECT deal_key, unnest(commitments) AS commitment_key FROM dim_deal) AS d
    JOIN fact_commitment AS c USING (commitment_key) JOIN dim_kind AS k USING (kind_key)
    GROUP BY d.deal_key
)
SELECT d.deal_key, d.deal_id, d.partners, d.announced, d.first_told, d.last_told, d.status, d.is_overdue, d.commitment_count, p.contents
FROM dim_deal AS d JOIN parts AS p USING (deal_key);
COMMENT ON VIEW deals IS 'Deals, readable; grain: one deal';
