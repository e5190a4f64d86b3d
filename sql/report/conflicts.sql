-- Contradictions between sources, those told by most sources first.
SELECT f.commitment_id, f.from_partners, f.to_partners, f.kind, f.conflict, f.kept, f.rival, f.kept_sources, f.rival_sources
FROM claim_conflicts AS f
ORDER BY f.rival_sources DESC NULLS LAST, f.commitment_key, f.conflict, f.rival
