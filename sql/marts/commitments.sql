-- Every commitment in one readable row: who gives what to whom, since when, said by how many.
CREATE VIEW commitments AS
WITH parties AS (
    SELECT commitment_key,
        list(name ORDER BY name) FILTER (role = 'gives' AND partner_key <> -1) AS from_partners,
        list(name ORDER BY name) FILTER (role = 'receives' AND partner_key <> -1) AS to_partners
    FROM bridge_commitment_partner JOIN dim_partner USING (partner_key)
    GROUP BY commitment_key
)
SELECT
    f.commitment_key, coalesce(p.from_partners, []) AS from_partners, coalesce(p.to_partners, []) AS to_partners, k.kind,
    f.measure, f.value, f.unit, f.bound, f.scope, f.status, f.announced, f.start_from, f.start_to, f.end_from, f.end_to,
    f.term_years, f.article_count, f.first_told, f.last_told, f.is_additive, f.commitment_id, f.low, f.high, f.amount_usd, f.amount_eur,
    f.source_count, f.headline_rule, f.rival_count, f.is_overdue
FROM fact_commitment AS f JOIN dim_kind AS k USING (kind_key) JOIN parties AS p USING (commitment_key);
COMMENT ON VIEW commitments IS 'Commitments, readable; grain: one commitment';
