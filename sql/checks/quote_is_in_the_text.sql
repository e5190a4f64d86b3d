-- A claim whose quote is not what stands at its offsets: its evidence would be somebody else's words.
-- severity: block
SELECT c.claim_key, a.article, c.quote, substr(a.text, CAST(c.char_start + 1 AS BIGINT), CAST(c.char_end - c.char_start AS BIGINT)) AS found
FROM (
    SELECT claim_key, article_key, quote, char_start, char_end FROM fact_claim
    UNION ALL SELECT claim_key, article_key, quote, char_start, char_end FROM fact_closed_claim
) AS c JOIN dim_article AS a USING (article_key)
WHERE c.quote IS DISTINCT FROM substr(a.text, CAST(c.char_start + 1 AS BIGINT), CAST(c.char_end - c.char_start AS BIGINT));
