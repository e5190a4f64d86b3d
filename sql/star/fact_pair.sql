-- One pair of partners between which one article says that a deal exists or is being negotiated: each in the version that
-- held when the article was published.
CREATE TABLE fact_pair AS
SELECT a.article_key, x.partner_key AS partner_a_key, y.partner_key AS partner_b_key
FROM lake_pairs AS p
JOIN dim_article AS a USING (article_id)
JOIN dim_partner AS x ON x.name = p.partner_a AND coalesce(a.published, DATE '9999-12-31') BETWEEN x.valid_from AND coalesce(x.valid_to, DATE '9999-12-31')
JOIN dim_partner AS y ON y.name = p.partner_b AND coalesce(a.published, DATE '9999-12-31') BETWEEN y.valid_from AND coalesce(y.valid_to, DATE '9999-12-31')
ORDER BY ALL;
COMMENT ON TABLE fact_pair IS 'Pairs; grain: one unordered pair of partners in one article';
COMMENT ON COLUMN fact_pair.article_key IS 'The article that says so';
COMMENT ON COLUMN fact_pair.partner_a_key IS 'The partner first in the alphabet';
COMMENT ON COLUMN fact_pair.partner_b_key IS 'The other partner';
