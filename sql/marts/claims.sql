-- Every claim of every article with its evidence, names instead of keys.
CREATE VIEW claims AS
SELECT
    a.article, c.from_partners, c.to_partners, k.kind, c.measure, c.value, c.unit, c.bound, c.scope, c.status, c.announced,
    c.start_from, c.start_to, c.end_from, c.end_to, c.term_years, c.quote, c.char_start, c.char_end, a.url, a.published
FROM fact_claim AS c JOIN dim_article AS a USING (article_key) JOIN dim_kind AS k USING (kind_key);
COMMENT ON VIEW claims IS 'Claims, readable; grain: one claim of one article';
