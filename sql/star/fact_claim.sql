-- One claim of one article, with the characters that say so and the commitment that it supports.
CREATE TABLE fact_claim AS
WITH rejected AS (
    SELECT a.article_key * 1048576 + least(c.char_start, 1048575) AS spot
    FROM lake_claims AS c SEMI JOIN (SELECT claim_id FROM claim_correction WHERE what = 'reject' AND problem IS NULL) AS r USING (claim_id)
    JOIN dim_article AS a USING (article_id)
),
shared AS (
    SELECT spot FROM (SELECT place % 17592186044416 AS spot FROM placed WHERE stands UNION ALL SELECT spot FROM rejected) GROUP BY spot HAVING count(*) > 1
),
corrected AS (
    SELECT claim_key, string_agg(note, '; ' ORDER BY line) AS correction FROM claim_correction
    WHERE problem IS NULL AND what <> 'accept' GROUP BY claim_key
)
SELECT
    p.claim_key, m.commitment_key, CAST(hash(m.commitment_key, c.value, c.unit, c.bound) >> 1 AS BIGINT) AS figure_key, p.article_key, coalesce(k.kind_key, -1) AS kind_key, p.source_key, c.from_partners,
    c.to_partners, c.measure, c.value, c.unit, c.bound, c.scope, c.status,
    coalesce(CAST(strftime(c.announced, '%Y%m%d') AS INTEGER), -1) AS announced_date_key, c.announced, p.published, c.start_from,
    c.start_to, c.end_from, c.end_to, c.term_years, c.quote, c.char_start, c.char_end, c.fields, c.extractor_version,
    coalesce(m.reason, 'same') AS joined_by, c.certainty,
    CASE WHEN s.spot IS NOT NULL OR g.said_measure <> c.measure THEN concat(coalesce(g.said_measure, c.measure),
        CASE WHEN s.spot IS NOT NULL THEN '~' || coalesce(g.said_twin, md5(concat_ws('|', CAST(c.from_partners AS VARCHAR), CAST(c.to_partners AS VARCHAR), c.value, c.unit))[1:6]) END) END AS said,
    x.correction
FROM corrected_claims AS c
JOIN placed AS p ON p.stands AND p.claim_key = CAST(hash(c.claim_id) >> 1 AS BIGINT) AND p.run_id = c.run_id
JOIN cluster_commitment AS m USING (cluster_key)
LEFT JOIN dim_kind AS k ON k.kind = c.kind
LEFT JOIN shared AS s ON s.spot = p.place % 17592186044416
LEFT JOIN claim_change AS g ON g.claim_id = c.claim_id
LEFT JOIN corrected AS x ON x.claim_key = p.claim_key;
COMMENT ON TABLE fact_claim IS 'Claims; grain: one claim of one article as it now stands';
COMMENT ON COLUMN fact_claim.claim_key IS 'Surrogate key, made from what names the claim in the lake; stays the same from release to release';
COMMENT ON COLUMN fact_claim.commitment_key IS 'The commitment that this claim supports';
COMMENT ON COLUMN fact_claim.figure_key IS 'The figure that it tells of that commitment';
COMMENT ON COLUMN fact_claim.article_key IS 'The article that says so';
COMMENT ON COLUMN fact_claim.kind_key IS 'Kind of commitment';
COMMENT ON COLUMN fact_claim.source_key IS 'Independent source of the article';
COMMENT ON COLUMN fact_claim.from_partners IS 'Names of those who give';
COMMENT ON COLUMN fact_claim.to_partners IS 'Names of those who receive';
COMMENT ON COLUMN fact_claim.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN fact_claim.value IS 'Amount in unit';
COMMENT ON COLUMN fact_claim.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN fact_claim.bound IS 'exact, about, at_most, at_least or order';
COMMENT ON COLUMN fact_claim.scope IS 'whole, part or total; parts and totals are never added to wholes';
COMMENT ON COLUMN fact_claim.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN fact_claim.announced_date_key IS 'Day of the announcement in dim_date';
COMMENT ON COLUMN fact_claim.announced IS 'Day of the announcement';
COMMENT ON COLUMN fact_claim.published IS 'Day on which the article was published';
COMMENT ON COLUMN fact_claim.start_from IS 'Earliest day on which the commitment begins';
COMMENT ON COLUMN fact_claim.start_to IS 'Latest day on which the commitment begins';
COMMENT ON COLUMN fact_claim.end_from IS 'Earliest day on which the commitment is complete';
COMMENT ON COLUMN fact_claim.end_to IS 'Latest day on which the commitment is complete';
COMMENT ON COLUMN fact_claim.term_years IS 'Term of the contract in years';
COMMENT ON COLUMN fact_claim.quote IS 'The characters that state the amount';
COMMENT ON COLUMN fact_claim.char_start IS 'Offset of the quote in the article''s text, from 0';
COMMENT ON COLUMN fact_claim.char_end IS 'Offset after the quote';
COMMENT ON COLUMN fact_claim.fields IS 'For each field the span it was read from and the rule that read it';
COMMENT ON COLUMN fact_claim.extractor_version IS 'Version of the extractor';
COMMENT ON COLUMN fact_claim.joined_by IS 'Why it supports this commitment: same, date, hedge, currency, parties, rival or correction (see sql/reconcile/cluster_link.sql)';
COMMENT ON COLUMN fact_claim.certainty IS 'Probability, 0 to 1, that parties, kind, measure and value are all right (see docs/certainty.md); 0.99 once a person has accepted or changed it';
COMMENT ON COLUMN fact_claim.said IS 'End of its anchor (see claims) where that is more than its measure: what it was read as before it was corrected, and what tells it from others at its place';
COMMENT ON COLUMN fact_claim.correction IS 'What corrections.csv changed of it, by whom, when and why; empty where nothing';
