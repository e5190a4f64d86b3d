-- The pairs of partners that each article, as it now stands, says have a deal.
CREATE VIEW article_pairs AS
SELECT a.article, x.name AS partner_a, y.name AS partner_b
FROM fact_pair AS p
JOIN dim_article AS a USING (article_key)
JOIN dim_partner AS x ON x.partner_key = p.partner_a_key
JOIN dim_partner AS y ON y.partner_key = p.partner_b_key
WHERE a.is_current;
COMMENT ON VIEW article_pairs IS 'Pairs, readable; grain: one unordered pair in one article';
COMMENT ON COLUMN article_pairs.article IS 'Stem of the article''s file name, or its URL where there was no file';
COMMENT ON COLUMN article_pairs.partner_a IS 'The partner first in the alphabet';
COMMENT ON COLUMN article_pairs.partner_b IS 'The other partner';
