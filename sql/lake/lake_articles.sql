-- The articles, each as the first run that read it stored it, with the version that has replaced it at its address. A
-- column that an older lake does not have is empty.
CREATE TEMP VIEW lake_articles AS
WITH every AS NOT MATERIALIZED (FROM no_articles UNION ALL BY NAME FROM delta_articles),
first AS (SELECT article_id, min(run_id) AS run_id FROM every GROUP BY article_id)
SELECT every.*, r.replaced_by
FROM every
SEMI JOIN first ON first.article_id = every.article_id AND first.run_id = every.run_id
LEFT JOIN replaced_articles AS r ON r.article_id = every.article_id;
