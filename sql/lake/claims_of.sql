-- The claims, by their names in the lake, that support any of some commitments of the release being built.
SELECT c.claim_id FROM lake_claims AS c
SEMI JOIN (SELECT claim_key FROM fact_claim WHERE list_contains($commitments, commitment_key)) AS f ON f.claim_key = CAST(hash(c.claim_id) >> 1 AS BIGINT)
