-- One claim of an article's version that another has replaced at its address. It supports no commitment any more.
CREATE TABLE fact_closed_claim AS
SELECT
    CAST(hash(c.claim_id) >> 1 AS BIGINT) AS claim_key, c.claim_id, a.article_key, a.replaced_by_key,
    coalesce(k.kind_key, -1) AS kind_key, c.from_partners, c.to_partners, c.measure, c.value, c.unit, c.bound, c.scope, c.status,
    c.announced, a.published, c.quote, c.char_start, c.char_end, c.extractor_version
FROM delta_claims AS c
JOIN (SELECT * FROM reading WHERE NOT is_current) AS a ON a.reading = hash(c.article_id, c.extractor_version, c.run_id)
ANTI JOIN blamed_claims AS b ON b.claim_id = c.claim_id
LEFT JOIN dim_kind AS k ON k.kind = c.kind
ORDER BY a.article_key, c.char_start, claim_key;
COMMENT ON TABLE fact_closed_claim IS 'Closed claims; grain: one claim of one replaced version of an article';
COMMENT ON COLUMN fact_closed_claim.claim_key IS 'Surrogate key, made from claim_id';
COMMENT ON COLUMN fact_closed_claim.claim_id IS 'Content hash of the claim';
COMMENT ON COLUMN fact_closed_claim.article_key IS 'The replaced version that says so';
COMMENT ON COLUMN fact_closed_claim.replaced_by_key IS 'The version that stands in its place, in dim_article';
COMMENT ON COLUMN fact_closed_claim.kind_key IS 'Kind of commitment';
COMMENT ON COLUMN fact_closed_claim.from_partners IS 'Names of those who give';
COMMENT ON COLUMN fact_closed_claim.to_partners IS 'Names of those who receive';
COMMENT ON COLUMN fact_closed_claim.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN fact_closed_claim.value IS 'Amount in unit';
COMMENT ON COLUMN fact_closed_claim.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN fact_closed_claim.bound IS 'exact, about, at_most, at_least or order';
COMMENT ON COLUMN fact_closed_claim.scope IS 'whole, part or total';
COMMENT ON COLUMN fact_closed_claim.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN fact_closed_claim.announced IS 'Day of the announcement';
COMMENT ON COLUMN fact_closed_claim.published IS 'Day on which the replaced version was published';
COMMENT ON COLUMN fact_closed_claim.quote IS 'The characters that state the amount';
COMMENT ON COLUMN fact_closed_claim.char_start IS 'Offset of the quote in the text of the replaced version, from 0';
COMMENT ON COLUMN fact_closed_claim.char_end IS 'Offset after the quote';
COMMENT ON COLUMN fact_closed_claim.extractor_version IS 'Version of the extractor';
