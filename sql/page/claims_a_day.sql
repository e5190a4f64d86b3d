-- On which days how many claims were published: the newest 14 days with any.
SELECT a.published AS day, count(*) AS claims
FROM fact_claim AS c JOIN dim_article AS a USING (article_key)
WHERE a.published IS NOT NULL
GROUP BY a.published
ORDER BY day DESC
LIMIT 14;
