-- One claim that supports no commitment any more: another version has replaced its article at its address, or corrections.csv
-- rejects it or its commitment. What an article said until its next version appeared is part of what was known then: such a
-- claim is told of the commitment that the same partners now have nearest to its amount, up to 1.6 times as large or as small; else
-- of the one that it supported, which is in fact_closed_commitment where nothing else supports it.
CREATE TABLE fact_closed_claim AS
WITH rejected AS (
    SELECT claim_key, string_agg(note, '; ' ORDER BY line) AS correction FROM claim_correction WHERE problem IS NULL AND what = 'reject' GROUP BY claim_key
    UNION ALL
    SELECT p.claim_key, coalesce(any_value(c.note), 'merged into a commitment that is rejected') AS correction
    FROM placed AS p JOIN named_cluster AS n USING (cluster_key)
    LEFT JOIN (
        SELECT l.root, x.note FROM commitment_line AS l JOIN commitment_correction AS x USING (line) WHERE l.what = 'reject' AND l.problem IS NULL
    ) AS c USING (root)
    ANTI JOIN cluster_commitment AS m USING (cluster_key)
    WHERE p.stands
    GROUP BY p.claim_key
),
closed AS (
    SELECT c.*, a.article_key, a.source_key, a.replaced_by_key, a.replaced_on, a.published, hash(c.from_partners, c.to_partners) AS names
    FROM delta_claims AS c
    JOIN (SELECT * FROM reading WHERE NOT is_current) AS a ON a.reading = hash(c.article_id, c.extractor_version, c.run_id)
    UNION ALL
    SELECT c.*, a.article_key, a.source_key, NULL, NULL, a.published, NULL
    FROM (SELECT c.* FROM delta_claims AS c SEMI JOIN rejected AS r ON r.claim_key = CAST(hash(c.claim_id) >> 1 AS BIGINT)) AS c
    JOIN (SELECT * FROM reading WHERE is_current) AS a ON a.reading = hash(c.article_id, c.extractor_version, c.run_id)
),
now_told AS (
    SELECT p.names, g.kind, g.measure, g.scope, g.unit, g.amount, l.first_day, m.commitment_key
    FROM amount_group AS g JOIN claim_parties AS p USING (combination) JOIN cluster AS l USING (group_key) JOIN cluster_commitment AS m USING (cluster_key)
    SEMI JOIN closed AS c ON c.names = p.names
),
heirs AS (
    SELECT c.claim_id, arg_min(t.commitment_key, (abs(ln(CAST(c.value AS DOUBLE) / t.amount)), t.commitment_key)) AS commitment_key
    FROM closed AS c JOIN now_told AS t USING (names, kind, measure, scope, unit)
    WHERE c.replaced_on IS NOT NULL AND CAST(c.value AS DOUBLE) BETWEEN t.amount / 1.6 AND t.amount * 1.6
        AND coalesce(abs(coalesce(c.announced, c.published) - t.first_day) <= 400, true)
    GROUP BY c.claim_id
),
own AS (
    SELECT p.claim_key, any_value(coalesce(m.commitment_key, g.commitment_key)) AS commitment_key
    FROM placed AS p SEMI JOIN (SELECT article_key FROM reading WHERE replaced_on IS NOT NULL) AS r USING (article_key)
    JOIN named_cluster AS n USING (cluster_key)
    LEFT JOIN cluster_commitment AS m USING (cluster_key)
    LEFT JOIN fact_closed_commitment AS g ON g.commitment_id = n.commitment_id
    WHERE NOT p.stands GROUP BY p.claim_key
),
settled AS (
    SELECT c.*, CAST(hash(c.claim_id) >> 1 AS BIGINT) AS claim_key, coalesce(h.commitment_key, o.commitment_key) AS commitment_key
    FROM closed AS c LEFT JOIN heirs AS h USING (claim_id) LEFT JOIN own AS o ON o.claim_key = CAST(hash(c.claim_id) >> 1 AS BIGINT)
)
SELECT
    c.claim_key, c.article_key, coalesce(c.replaced_by_key, -1) AS replaced_by_key,
    c.replaced_on, c.commitment_key,
    CASE WHEN c.commitment_key IS NOT NULL THEN CAST(hash(c.commitment_key, c.value, c.unit, c.bound) >> 1 AS BIGINT) END AS figure_key, c.source_key,
    coalesce(k.kind_key, -1) AS kind_key, c.from_partners, c.to_partners, c.measure, c.value, c.unit, c.bound, c.scope, c.status,
    c.announced, c.published, c.start_from, c.start_to, c.end_from, c.end_to, c.term_years, c.quote, c.char_start, c.char_end, c.extractor_version, c.certainty,
    r.correction
FROM settled AS c
LEFT JOIN dim_kind AS k ON k.kind = c.kind
LEFT JOIN rejected AS r ON r.claim_key = c.claim_key
ANTI JOIN blamed_claims AS b ON b.claim_id = c.claim_id
ORDER BY c.article_key, c.char_start, claim_key;
COMMENT ON TABLE fact_closed_claim IS 'Closed claims; grain: one claim of a replaced version of an article, or rejected by corrections.csv';
COMMENT ON COLUMN fact_closed_claim.claim_key IS 'Surrogate key, made from what names the claim in the lake; stays the same from release to release';
COMMENT ON COLUMN fact_closed_claim.article_key IS 'The version that says so';
COMMENT ON COLUMN fact_closed_claim.replaced_by_key IS 'The version that stands in its place, in dim_article; -1 where its article still stands';
COMMENT ON COLUMN fact_closed_claim.replaced_on IS 'Day of publication of the version in its place, where it is a later one: until then the claim stood';
COMMENT ON COLUMN fact_closed_claim.commitment_key IS 'The commitment that it told of until then, in fact_commitment or fact_closed_commitment; empty where a correction has closed it';
COMMENT ON COLUMN fact_closed_claim.figure_key IS 'The figure that it told of that commitment; in fact_figure where others still tell it';
COMMENT ON COLUMN fact_closed_claim.source_key IS 'The independent source';
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
COMMENT ON COLUMN fact_closed_claim.published IS 'Day on which the version was published';
COMMENT ON COLUMN fact_closed_claim.start_from IS 'Earliest day on which the commitment begins';
COMMENT ON COLUMN fact_closed_claim.start_to IS 'Latest day on which the commitment begins';
COMMENT ON COLUMN fact_closed_claim.end_from IS 'Earliest day on which the commitment is complete';
COMMENT ON COLUMN fact_closed_claim.end_to IS 'Latest day on which the commitment is complete';
COMMENT ON COLUMN fact_closed_claim.term_years IS 'Term of the contract in years';
COMMENT ON COLUMN fact_closed_claim.quote IS 'The characters that state the amount';
COMMENT ON COLUMN fact_closed_claim.char_start IS 'Offset of the quote in the text of the version, from 0';
COMMENT ON COLUMN fact_closed_claim.char_end IS 'Offset after the quote';
COMMENT ON COLUMN fact_closed_claim.extractor_version IS 'Version of the extractor';
COMMENT ON COLUMN fact_closed_claim.certainty IS 'Probability, 0 to 1, that parties, kind, measure and value are all right (see docs/certainty.md)';
COMMENT ON COLUMN fact_closed_claim.correction IS 'The line of corrections.csv that rejects it or its commitment, by whom, when and why; empty where a newer version has closed it';
