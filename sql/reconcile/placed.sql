-- Every claim in its cluster: the same parties, kind, measure, scope and unit, amounts that agree, days that fit.
-- A claim without a day of announcement belongs to the last announcement before its article; one that corrections.csv takes
-- out has a cluster of its own. Grain: one claim.
CREATE TABLE scratch.placed AS
WITH lone AS (
    SELECT g.figure, g.combination, g.group_key, t.cluster_key FROM amount_group AS g JOIN time_group AS t USING (group_key) WHERE t.siblings = 1
),
several AS (
    SELECT t.*, g.combination, g.group_key, coalesce(t.announced, t.published + 3, DATE '9999-12-31') AS day
    FROM told AS t JOIN amount_group AS g USING (figure)
    SEMI JOIN (SELECT group_key FROM time_group WHERE siblings > 1) AS s USING (group_key)
)
SELECT e.* REPLACE (coalesce(o.cluster_key, e.cluster_key) AS cluster_key)
FROM (
    SELECT
        t.claim_key, t.run_id, t.article_key, t.source_key, l.combination, l.group_key, t.bound, t.stands, t.announced, t.published, t.place,
        l.cluster_key
    FROM told AS t JOIN lone AS l USING (figure)
    UNION ALL
    SELECT
        s.claim_key, s.run_id, s.article_key, s.source_key, s.combination, s.group_key, s.bound, s.stands, s.announced, s.published, s.place,
        t.cluster_key
    FROM several AS s ASOF JOIN time_group AS t ON t.group_key = s.group_key AND s.day >= t.from_day
) AS e LEFT JOIN set_apart AS o ON o.claim_key = e.claim_key AND e.stands;
-- Nothing further reads this one: it makes room for what comes.
DROP TABLE scratch.told;
