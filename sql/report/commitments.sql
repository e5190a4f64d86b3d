-- Every commitment with what the table and its evidence say of it; money first, the largest first.
SELECT c.commitment_key, c.commitment_id, c.from_partners, c.to_partners, c.kind, c.measure, c.value, c.unit, c.bound, c.scope, c.status,
    c.low, c.high, c.headline_rule, c.amount_usd, f.usd_per_unit, f.rate_date, c.announced, c.start_from, c.start_to, c.end_from, c.end_to,
    c.term_years, c.first_told, c.last_told, c.article_count, c.source_count, f.claim_count, f.figure_count, c.rival_count, c.is_overdue, c.certainty, c.correction
FROM commitments AS c JOIN fact_commitment AS f USING (commitment_key)
ORDER BY list_position(['money', 'power', 'chips', 'shares', 'stake'], c.measure), coalesce(c.amount_usd, c.value) DESC, c.commitment_key
