-- How old the newest article of each source is, in days before the day that is given; the freshest sources first.
SELECT source, count(*) AS articles, max(published) AS newest, CAST($today AS DATE) - max(published) AS days
FROM dim_article
WHERE article_key <> -1
GROUP BY source
ORDER BY newest DESC NULLS LAST, source
LIMIT 20;
