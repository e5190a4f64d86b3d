-- Which article tells which commitment.
SELECT DISTINCT c.commitment_id, a.article_id, a.article
FROM fact_claim AS f JOIN fact_commitment AS c USING (commitment_key) JOIN dim_article AS a USING (article_key)
