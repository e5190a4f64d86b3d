-- Every claim of every article with its evidence, names instead of keys.
CREATE VIEW claims AS
SELECT
    a.article, c.from_partners, c.to_partners, k.kind, c.measure, c.value, c.unit, c.bound, c.scope, c.status, c.announced,
    c.start_from, c.start_to, c.end_from, c.end_to, c.term_years, c.quote, c.char_start, c.char_end, a.url, a.published,
    c.certainty, c.correction,
    concat(a.article_id[1:16], '@', c.char_start, '-', c.char_end, '/', coalesce(c.said, c.measure)) AS anchor
FROM fact_claim AS c JOIN dim_article AS a USING (article_key) JOIN dim_kind AS k USING (kind_key);
COMMENT ON VIEW claims IS 'Claims, readable; grain: one claim of one article';
COMMENT ON COLUMN claims.article IS 'Stem of the article''s file name, or its URL where there was no file';
COMMENT ON COLUMN claims.from_partners IS 'Names of those who give';
COMMENT ON COLUMN claims.to_partners IS 'Names of those who receive';
COMMENT ON COLUMN claims.kind IS 'Kind of commitment';
COMMENT ON COLUMN claims.measure IS 'money, power, chips, shares or stake';
COMMENT ON COLUMN claims.value IS 'Amount in unit';
COMMENT ON COLUMN claims.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN claims.bound IS 'exact, about, at_most, at_least or order';
COMMENT ON COLUMN claims.scope IS 'whole, part or total; parts and totals are never added to wholes';
COMMENT ON COLUMN claims.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN claims.announced IS 'Day of the announcement';
COMMENT ON COLUMN claims.start_from IS 'Earliest day on which the commitment begins';
COMMENT ON COLUMN claims.start_to IS 'Latest day on which the commitment begins';
COMMENT ON COLUMN claims.end_from IS 'Earliest day on which the commitment is complete';
COMMENT ON COLUMN claims.end_to IS 'Latest day on which the commitment is complete';
COMMENT ON COLUMN claims.term_years IS 'Term of the contract in years';
COMMENT ON COLUMN claims.quote IS 'The characters that state the amount';
COMMENT ON COLUMN claims.char_start IS 'Offset of the quote in the article''s text, from 0';
COMMENT ON COLUMN claims.char_end IS 'Offset after the quote';
COMMENT ON COLUMN claims.url IS 'Address, where known';
COMMENT ON COLUMN claims.published IS 'Day of publication';
COMMENT ON COLUMN claims.certainty IS 'Probability, 0 to 1, that parties, kind, measure and value are all right (see docs/certainty.md); 0.99 once a person has accepted or changed it';
COMMENT ON COLUMN claims.correction IS 'What corrections.csv changed of it, by whom, when and why; empty where nothing';
COMMENT ON COLUMN claims.anchor IS 'Names the claim in corrections.csv by article, characters and measure, whatever is read there';
