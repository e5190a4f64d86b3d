-- The life of each deal, step by step. Grain: one step of one commitment of one deal.
CREATE VIEW deal_timeline AS
SELECT
    d.deal_key, d.deal_id, d.partners, t.day, t.step, k.kind, c.measure, c.value, c.unit, c.scope, t.told_on, t.source_count, c.commitment_id
FROM fact_transition AS t
JOIN dim_deal AS d USING (deal_key)
JOIN fact_commitment AS c USING (commitment_key)
JOIN dim_kind AS k USING (kind_key)
ORDER BY d.deal_key, t.day, t.commitment_key;
COMMENT ON VIEW deal_timeline IS 'Life of deals; grain: one step of one commitment of one deal';
