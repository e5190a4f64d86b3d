-- Commitments by key, or by the beginning of their identity.
SELECT c.commitment_key, c.commitment_id, c.from_partners, c.to_partners, c.kind, c.measure, c.value, c.unit, c.bound, c.scope, c.status,
    c.low, c.high, c.headline_rule, c.amount_usd, f.usd_per_unit, f.rate_date, c.announced, c.start_from, c.start_to, c.end_from, c.end_to,
    c.term_years, c.first_told, c.last_told, c.article_count, c.source_count, c.is_additive, c.is_overdue, c.correction, c.certainty
FROM commitments AS c JOIN fact_commitment AS f USING (commitment_key)
WHERE CAST(c.commitment_key AS VARCHAR) = $name OR (length($name) >= 4 AND starts_with(c.commitment_id, $name))
ORDER BY c.commitment_key
LIMIT 20
