-- Which claim of which article tells which commitment.
SELECT c.commitment_id, a.article_id, a.article, f.claim_key
FROM fact_claim AS f JOIN fact_commitment AS c USING (commitment_key) JOIN dim_article AS a USING (article_key)
