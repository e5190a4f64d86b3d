-- The contradictions about one commitment.
SELECT conflict, kept, rival, rival_sources FROM claim_conflicts WHERE commitment_key = $key ORDER BY conflict, rival
