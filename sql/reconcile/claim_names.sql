-- The lists of names that claims give. Grain: one pair of lists; `names` is its hash.
CREATE TABLE scratch.claim_names AS
SELECT names, any_value(from_partners) AS from_partners, any_value(to_partners) AS to_partners
FROM (
    SELECT hash(from_partners, to_partners) AS names, from_partners, to_partners FROM delta_claims
    UNION ALL SELECT hash(from_partners, to_partners), from_partners, to_partners FROM claim_change
)
SEMI JOIN (SELECT DISTINCT names FROM told) AS used USING (names)
GROUP BY names;
