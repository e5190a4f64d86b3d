-- A commitment of a partner with itself: the extractor mistook one side.
-- severity: warn
SELECT claim_key, from_partners, to_partners FROM fact_claim WHERE list_has_any(from_partners, to_partners);
