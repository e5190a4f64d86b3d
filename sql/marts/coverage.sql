-- What was read, week by week. Grain: one source, language and week with an article.
-- `silent_weeks` counts the weeks until its next article, or until the newest article of all where it has none since.
CREATE TABLE coverage AS
WITH weekly AS (
    SELECT a.source, a.language, CAST(date_trunc('week', a.published) AS DATE) AS week, count(*) AS articles, sum(coalesce(c.claims, 0)) AS claims
    FROM dim_article AS a
    LEFT JOIN (SELECT article_key, count(*) AS claims FROM fact_claim GROUP BY article_key) AS c USING (article_key)
    WHERE a.article_key <> -1 AND a.is_current
    GROUP BY ALL
),
newest AS (SELECT CAST(date_trunc('week', max(published)) AS DATE) AS week FROM dim_article),
next_ones AS (SELECT *, lead(week) OVER (PARTITION BY source, language ORDER BY week) AS next_week FROM weekly)
SELECT n.source, n.language, n.week, n.articles, n.claims,
    CASE WHEN n.next_week IS NOT NULL THEN (n.next_week - n.week) // 7 - 1 ELSE (w.week - n.week) // 7 END AS silent_weeks,
    n.next_week IS NULL AND n.week IS NOT NULL AND n.week < w.week AS is_silent_now
FROM next_ones AS n CROSS JOIN newest AS w
ORDER BY n.source, n.language, n.week;
COMMENT ON TABLE coverage IS 'Articles and claims; grain: one source, language and week with an article';
COMMENT ON COLUMN coverage.source IS 'The source';
COMMENT ON COLUMN coverage.language IS 'ISO 639-1 code';
COMMENT ON COLUMN coverage.week IS 'Monday of the week of publication; empty where undated';
COMMENT ON COLUMN coverage.articles IS 'Number of articles';
COMMENT ON COLUMN coverage.claims IS 'Number of claims in them';
COMMENT ON COLUMN coverage.silent_weeks IS 'Weeks without an article until its next one, or until the newest of all';
COMMENT ON COLUMN coverage.is_silent_now IS 'Whether it has had no article since, while others have';
