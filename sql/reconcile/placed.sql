-- Every claim in its cluster: the same parties, kind, measure, scope and unit, amounts that agree, days that fit.
-- A claim without a day of announcement belongs to the last announcement before its article. Grain: one claim.
CREATE TEMP TABLE placed AS
WITH grouped AS (
    SELECT r.claim_key, r.article_key, r.source_key, r.combination, r.parties_key, r.kind, r.measure, r.scope, r.unit, r.value,
        r.bound, r.status, r.announced, r.published, r.place, g.group_key, coalesce(r.announced, r.published + 3, DATE '9999-12-31') AS day
    FROM reading AS r JOIN amount_group AS g USING (parties_key, kind, measure, scope, is_vague, unit, value)
)
SELECT g.* EXCLUDE (day), t.cluster_key
FROM grouped AS g JOIN (SELECT * FROM time_group WHERE siblings = 1) AS t USING (group_key)
UNION ALL
SELECT g.* EXCLUDE (day), t.cluster_key
FROM (SELECT * FROM grouped SEMI JOIN (SELECT * FROM time_group WHERE siblings > 1) AS several USING (group_key)) AS g
ASOF JOIN time_group AS t ON t.group_key = g.group_key AND g.day >= t.from_day;
