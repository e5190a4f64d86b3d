-- What the ledger lists as read, by article: what an interrupted run left behind in the lake has no entry there.
-- Grain: one article that is read; `reading` is the hash of what names a reading in the lake.
CREATE TABLE scratch.reading AS
SELECT
    hash(a.article_id, l.extractor_version, l.run_id) AS reading, a.article_id, a.article_key, s.source_key, a.published, a.is_current,
    n.article_key AS replaced_by_key, CASE WHEN n.published > coalesce(a.published, DATE '0001-01-01') THEN n.published END AS replaced_on
FROM dim_article AS a JOIN lake_ledger AS l USING (article_id) JOIN dim_source AS s USING (source)
LEFT JOIN dim_article AS n ON n.article_id = a.replaced_by;
