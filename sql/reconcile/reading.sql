-- Every claim, reduced to what is compared: parties, kind, measure, scope, amount, day and source. Grain: one claim.
-- `place` orders claims by day, article and offset, packed into one number.
CREATE TEMP TABLE reading AS
WITH days AS (
    SELECT d.day, max(p.era) AS era
    FROM (SELECT DISTINCT coalesce(c.announced, a.published, DATE '9999-12-31') AS day
        FROM lake_claims AS c JOIN dim_article AS a USING (article_id)) AS d
    JOIN (SELECT DISTINCT era FROM claim_parties) AS p ON p.era <= d.day
    GROUP BY d.day
)
SELECT
    CAST(md5_number_lower(c.claim_id) >> 1 AS BIGINT) AS claim_key, a.article_key, p.combination, p.parties_key, c.kind, c.measure,
    c.scope, c.unit, c.value, c.bound, c.bound = 'order' AS is_vague, c.status, c.announced, a.published, s.source_key,
    (coalesce(a.published, DATE '2300-01-01') - DATE '1900-01-01') * 17592186044416 + a.article_key * 1048576 + least(c.char_start, 1048575) AS place
FROM lake_claims AS c
JOIN dim_article AS a USING (article_id)
JOIN dim_source AS s USING (source)
JOIN days AS d ON d.day = coalesce(c.announced, a.published, DATE '9999-12-31')
JOIN claim_parties AS p ON p.from_partners = c.from_partners AND p.to_partners = c.to_partners AND p.era = d.era;
