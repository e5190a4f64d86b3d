-- Every claim in its cluster: the same parties, kind, measure, scope and unit, amounts that agree, days that fit.
-- A claim without a day of announcement belongs to the last announcement before its article; one that corrections.csv takes
-- out has a cluster of its own. Grain: one claim.
CREATE TABLE scratch.placed AS
SELECT e.* REPLACE (coalesce(o.cluster_key, e.cluster_key) AS cluster_key)
FROM (
    SELECT s.*, t.cluster_key FROM said AS s JOIN (SELECT * FROM time_group WHERE siblings = 1) AS t USING (group_key)
    UNION ALL
    SELECT s.* EXCLUDE (day), t.cluster_key
    FROM (
        SELECT *, coalesce(announced, published + 3, DATE '9999-12-31') AS day FROM said
        SEMI JOIN (SELECT * FROM time_group WHERE siblings > 1) AS several USING (group_key)
    ) AS s
    ASOF JOIN time_group AS t ON t.group_key = s.group_key AND s.day >= t.from_day
) AS e LEFT JOIN set_apart AS o USING (claim_key);
-- Nothing further reads these two: they make room for what comes.
DROP TABLE scratch.told;
DROP TABLE scratch.said;
