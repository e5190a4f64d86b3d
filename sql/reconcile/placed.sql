-- Every claim in its cluster: the same parties, kind, measure, scope and unit, amounts that agree, days that fit.
-- A claim without a day of announcement belongs to the last announcement before its article. Grain: one claim.
CREATE TABLE scratch.placed AS
SELECT s.*, t.cluster_key FROM said AS s JOIN (SELECT * FROM time_group WHERE siblings = 1) AS t USING (group_key)
UNION ALL
SELECT s.* EXCLUDE (day), t.cluster_key
FROM (
    SELECT *, coalesce(announced, published + 3, DATE '9999-12-31') AS day FROM said
    SEMI JOIN (SELECT * FROM time_group WHERE siblings > 1) AS several USING (group_key)
) AS s
ASOF JOIN time_group AS t ON t.group_key = s.group_key AND s.day >= t.from_day;
-- Nothing further reads these two: they make room for what comes.
DROP TABLE scratch.told;
DROP TABLE scratch.said;
