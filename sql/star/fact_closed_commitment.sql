-- One commitment that only replaced versions of articles tell: nothing supports it any more, but until the day of the versions in
-- their place it was known, and commitments_as_of says so. Its claims stand in fact_closed_claim.
CREATE TABLE fact_closed_commitment AS
WITH gone AS (
    SELECT n.root, any_value(n.commitment_id) AS commitment_id, any_value(n.place) AS place, arg_min(p.combination, p.place) AS combination
    FROM named_cluster AS n JOIN placed AS p USING (cluster_key) JOIN reading AS r USING (article_key)
    WHERE NOT n.stands AND r.replaced_on IS NOT NULL GROUP BY n.root
)
SELECT
    CAST((SELECT coalesce(max(commitment_key), 0) FROM cluster_commitment) + row_number() OVER (ORDER BY g.place, g.commitment_id) AS INTEGER) AS commitment_key,
    g.commitment_id, list_sort(p.from_partners) AS from_partners, list_sort(p.to_partners) AS to_partners, coalesce(k.kind_key, -1) AS kind_key, c.measure, c.scope
FROM gone AS g JOIN claim_parties AS p USING (combination) JOIN cluster AS c ON c.cluster_key = g.root LEFT JOIN dim_kind AS k ON k.kind = c.kind
ORDER BY commitment_key;
COMMENT ON TABLE fact_closed_commitment IS 'Closed commitments; grain: one commitment that no article tells any more';
COMMENT ON COLUMN fact_closed_commitment.commitment_key IS 'Surrogate key in this release, after those of fact_commitment';
COMMENT ON COLUMN fact_closed_commitment.commitment_id IS 'The name that it had while it stood';
COMMENT ON COLUMN fact_closed_commitment.from_partners IS 'Names of those who give';
COMMENT ON COLUMN fact_closed_commitment.to_partners IS 'Names of those who receive';
COMMENT ON COLUMN fact_closed_commitment.kind_key IS 'Kind of commitment';
COMMENT ON COLUMN fact_closed_commitment.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN fact_closed_commitment.scope IS 'whole, part or total';
