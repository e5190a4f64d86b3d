-- Every claim, reduced to what is compared: names, kind, measure, scope, amount, day and source. Grain: one claim.
-- `names` is the hash of its two lists of names, `era` the day since which groups stand as they did then, `place` orders claims
-- by day, article and offset in one number. A day of announcement after the article's own does not count: nobody reports
-- what has not been said.
CREATE TEMP TABLE told AS
WITH turns AS (SELECT DATE '1900-01-01' AS era UNION SELECT valid_to + 1 FROM reference_history),
eras AS (
    SELECT CAST(d.day AS DATE) AS day, max(t.era) AS era
    FROM (SELECT unnest(generate_series(DATE '1900-01-01', DATE '2100-12-31', INTERVAL 1 DAY)) AS day) AS d JOIN turns AS t ON t.era <= d.day
    GROUP BY d.day
)
SELECT
    CAST(hash(c.claim_id) >> 1 AS BIGINT) AS claim_key, CAST(c.run_id AS INTEGER) AS run_id, a.article_key, s.source_key,
    hash(c.from_partners, c.to_partners) AS names, coalesce(e.era, (SELECT max(era) FROM turns)) AS era, c.kind, c.measure, c.scope,
    c.unit, c.value, c.bound, c.status, CASE WHEN c.announced > a.published + 3 THEN NULL ELSE c.announced END AS announced, a.published,
    (coalesce(a.published, DATE '2300-01-01') - DATE '1900-01-01') * 17592186044416
        + CAST(a.article_key AS BIGINT) * 1048576 + least(c.char_start, 1048575) AS place
FROM lake_claims AS c
JOIN dim_article AS a USING (article_id)
JOIN dim_source AS s USING (source)
LEFT JOIN eras AS e ON e.day = coalesce(c.announced, a.published);
