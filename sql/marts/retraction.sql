-- What rests on one article (its name, as in dim_article.article). Grain: one commitment that the article tells.
-- `effect`: vanishes (nobody else tells it), loses its figure (nobody else tells the headline), or loses a source.
CREATE MACRO retraction(named) AS TABLE
WITH gone AS (SELECT article_key FROM dim_article WHERE article = named OR article_id = named),
counted AS (
    SELECT f.commitment_key, count(*) FILTER (f.article_key IN (SELECT article_key FROM gone)) AS lost,
        count(*) FILTER (f.article_key NOT IN (SELECT article_key FROM gone)) AS kept,
        count(*) FILTER (f.article_key NOT IN (SELECT article_key FROM gone) AND (f.value, f.unit, f.bound) = (c.value, c.unit, c.bound)) AS kept_headline
    FROM fact_claim AS f JOIN fact_commitment AS c USING (commitment_key)
    WHERE f.commitment_key IN (SELECT commitment_key FROM fact_claim WHERE article_key IN (SELECT article_key FROM gone))
    GROUP BY f.commitment_key
)
SELECT c.commitment_key, c.commitment_id, c.from_partners, c.to_partners, c.kind, c.value, c.unit,
    CASE WHEN n.kept = 0 THEN 'vanishes' WHEN n.kept_headline = 0 THEN 'loses its figure' ELSE 'loses a source' END AS effect, n.kept AS claims_left
FROM counted AS n JOIN commitments AS c USING (commitment_key)
WHERE n.lost > 0
ORDER BY effect DESC, c.commitment_key;
