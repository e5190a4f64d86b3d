-- How commitments relate, told from either side. Grain: one side of one link.
WITH sides AS (
    SELECT commitment_key, other_commitment_key, relation FROM bridge_commitment_link
    UNION ALL
    SELECT other_commitment_key, commitment_key, CASE relation WHEN 'part_of' THEN 'has_part' WHEN 'included_in' THEN 'includes' ELSE 'extended_by' END
    FROM bridge_commitment_link
)
SELECT c.commitment_id, s.relation, o.commitment_id AS other_id, o.value, o.unit, o.bound, k.kind
FROM sides AS s
JOIN fact_commitment AS c USING (commitment_key)
JOIN fact_commitment AS o ON o.commitment_key = s.other_commitment_key
JOIN dim_kind AS k ON k.kind_key = o.kind_key
QUALIFY row_number() OVER (PARTITION BY s.commitment_key ORDER BY s.relation, o.value DESC, o.commitment_key) <= 8
ORDER BY c.commitment_key, s.relation, o.value DESC, o.commitment_key
