-- One role of one partner in one commitment; the weights of each role sum to 1, so totals by partner tie.
CREATE TABLE bridge_commitment_partner AS
WITH parties AS (
    SELECT DISTINCT commitment_key, 'gives' AS role, unnest(CASE WHEN len(from_partners) = 0 THEN ['unknown'] ELSE from_partners END) AS name
    FROM fact_claim
    UNION
    SELECT DISTINCT commitment_key, 'receives', unnest(CASE WHEN len(to_partners) = 0 THEN ['unknown'] ELSE to_partners END)
    FROM fact_claim
)
SELECT
    p.commitment_key, p.role, d.partner_key,
    1.0::DOUBLE / count(*) OVER (PARTITION BY p.commitment_key, p.role) AS weight
FROM parties AS p JOIN dim_partner AS d USING (name)
ORDER BY p.commitment_key, p.role, d.partner_key;
COMMENT ON TABLE bridge_commitment_partner IS 'Who gives and who receives; grain: one role of one partner in one commitment';
COMMENT ON COLUMN bridge_commitment_partner.commitment_key IS 'The commitment';
COMMENT ON COLUMN bridge_commitment_partner.role IS 'gives or receives';
COMMENT ON COLUMN bridge_commitment_partner.partner_key IS 'The partner; -1 where the article names nobody';
COMMENT ON COLUMN bridge_commitment_partner.weight IS 'Share of the commitment; sums to 1 in each role';
