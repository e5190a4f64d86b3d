-- One version of one article, with its text, so that every quote can be checked against it.
CREATE TABLE dim_article AS
WITH named AS MATERIALIZED (
    SELECT article_id, CAST(row_number() OVER (ORDER BY run_id, article_id) AS INTEGER) AS article_key, coalesce(copy_group, article_id) AS copy_group,
        coalesce(publisher, regexp_extract(url, '^https?://(?:www\.)?([^/]+)', 1), article) AS source
    FROM lake_articles
),
leaders AS (
    SELECT copy_group, arg_min(source, (article_id <> copy_group, article_id)) AS source FROM named
    SEMI JOIN (SELECT copy_group FROM named WHERE article_id <> copy_group) AS copied USING (copy_group) GROUP BY copy_group
)
SELECT
    n.article_key, l.article_id, l.article, publisher, author, title, language, url, coalesce(c.source, n.source) AS source,
    source_path, published, published_precision,
    coalesce(CAST(strftime(published, '%Y%m%d') AS INTEGER), -1) AS published_date_key, text,
    n.copy_group, replaced_by, replaced_by IS NULL AS is_current
FROM lake_articles AS l JOIN named AS n USING (article_id) LEFT JOIN leaders AS c ON c.copy_group = n.copy_group
UNION ALL SELECT -1, NULL, 'unknown', NULL, NULL, NULL, NULL, NULL, 'unknown', NULL, NULL, NULL, -1, '', NULL, NULL, true;
COMMENT ON TABLE dim_article IS 'Articles; grain: one version of one article';
COMMENT ON COLUMN dim_article.article_key IS 'Surrogate key, in the order of the runs that read them; -1 is the unknown article';
COMMENT ON COLUMN dim_article.article_id IS 'SHA-256 of the text';
COMMENT ON COLUMN dim_article.article IS 'Stem of the ingested file''s name, or the URL where there was no file';
COMMENT ON COLUMN dim_article.publisher IS 'Publisher, where the article names it';
COMMENT ON COLUMN dim_article.author IS 'Author, where the article names one';
COMMENT ON COLUMN dim_article.title IS 'Headline';
COMMENT ON COLUMN dim_article.language IS 'ISO 639-1 code';
COMMENT ON COLUMN dim_article.url IS 'Address, where known';
COMMENT ON COLUMN dim_article.source IS 'Independent source: the publisher, else the host of the address, else the article itself; of near-copies, that of the first';
COMMENT ON COLUMN dim_article.source_path IS 'File that it was read from, relative to the folder given';
COMMENT ON COLUMN dim_article.published IS 'Day of publication';
COMMENT ON COLUMN dim_article.published_precision IS 'day, month or year';
COMMENT ON COLUMN dim_article.published_date_key IS 'Day of publication in dim_date';
COMMENT ON COLUMN dim_article.copy_group IS 'Article that this one and its near-copies are copies of; a group is one independent source';
COMMENT ON COLUMN dim_article.replaced_by IS 'Newer version at the same address; empty for the current one';
COMMENT ON COLUMN dim_article.is_current IS 'Whether it still stands at an address where it was seen';
COMMENT ON COLUMN dim_article.text IS 'The text in which character spans count';
