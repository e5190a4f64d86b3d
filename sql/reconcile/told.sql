-- Every claim, reduced to what is compared: names, kind, measure, scope, amount, day and source. Grain: one claim as it stands, or
-- as it once stood. What another version has replaced, or corrections.csv rejects, changes or moves, supports nothing any more
-- (`stands` is false), but goes on holding together what it held together, and names what it named first.
-- `names` is the hash of its two lists of names, `era` the day since which groups stand as they did then, `figure` the hash of
-- all that is compared but the day, `place` orders claims by day, article (new versions last) and offset in one number.
-- A day of announcement after the article's own does not count: nobody reports
-- what has not been said.
CREATE TABLE scratch.told AS
WITH turns AS (SELECT DATE '1900-01-01' AS era UNION SELECT valid_to + 1 FROM reference_history),
eras AS (
    SELECT CAST(d.day AS DATE) AS day, max(t.era) AS era
    FROM (SELECT unnest(generate_series(DATE '1900-01-01', DATE '2100-12-31', INTERVAL 1 DAY)) AS day) AS d JOIN turns AS t ON t.era <= d.day
    GROUP BY d.day
)
SELECT *, hash(names, era, kind, measure, scope, unit, value, bound = 'order') AS figure
FROM (
    SELECT
        CAST(hash(c.claim_id) >> 1 AS BIGINT) AS claim_key, CAST(c.run_id AS INTEGER) AS run_id, r.article_key, r.source_key,
        hash(c.from_partners, c.to_partners) AS names, coalesce(e.era, (SELECT max(era) FROM turns)) AS era, c.kind, c.measure, c.scope,
        c.unit, c.value, CAST(c.bound AS ENUM ('about', 'at_least', 'at_most', 'exact', 'order')) AS bound, c.stands AND r.is_current AS stands, CASE WHEN c.announced > r.published + 3 THEN NULL ELSE c.announced END AS announced, r.published,
        (coalesce(r.published, DATE '2300-01-01') - DATE '1900-01-01') * 35184372088832
            + CASE WHEN v.article_key IS NULL THEN 0 ELSE 17592186044416 END
            + CAST(r.article_key AS BIGINT) * 1048576 + least(c.char_start, 1048575) AS place
    FROM (
        SELECT *, true AS stands FROM corrected_claims
        UNION ALL BY NAME
        SELECT d.*, false AS stands FROM delta_claims AS d
        SEMI JOIN (SELECT claim_id FROM claim_correction WHERE problem IS NULL AND what <> 'accept') AS t USING (claim_id)
    ) AS c
    JOIN reading AS r ON r.reading = hash(c.article_id, c.extractor_version, c.run_id)
    LEFT JOIN (SELECT DISTINCT replaced_by_key AS article_key FROM reading WHERE replaced_by_key IS NOT NULL) AS v ON v.article_key = r.article_key
    LEFT JOIN eras AS e ON e.day = coalesce(c.announced, r.published)
    ANTI JOIN blamed_claims AS b ON b.claim_id = c.claim_id
);
