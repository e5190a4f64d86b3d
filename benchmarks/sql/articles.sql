-- The articles that the tellings stand in, as rows of the lake's table of articles.
SELECT
    sha256(concat('article', article)) AS article_id, concat('article-', article) AS article, concat('article-', article, '.txt') AS source_path,
    NULL AS url, concat('Publisher ', hash(article) % $publishers) AS publisher, NULL AS title, NULL AS author,
    CASE WHEN article % 2 = 0 THEN 'fr' ELSE 'en' END AS language, DATE '2018-01-01' + min(published) AS published,
    'day' AS published_precision, 'text/plain' AS media_type,
    string_agg(rpad(concat(claim, ' ', CAST(value AS BIGINT)), 24, '.'), ' ' ORDER BY slot) AS text,
    NULL AS copy_group, CAST(1 AS BIGINT) AS run_id
FROM tellings GROUP BY article
