-- Announcements of one amount that lie more than 90 days apart: the same sum promised again is another commitment.
-- Grain: one group of days of one group of amounts; it holds from `from_day` until the next one begins.
CREATE TABLE scratch.time_group AS
WITH days AS (
    SELECT DISTINCT g.group_key, t.announced
    FROM (SELECT DISTINCT figure, announced FROM told) AS t JOIN amount_group AS g USING (figure)
),
jumps AS (
    SELECT group_key, announced, lag(announced) OVER (PARTITION BY group_key ORDER BY announced) AS earlier
    FROM days WHERE announced IS NOT NULL
),
starts AS (SELECT group_key, announced FROM jumps WHERE earlier IS NOT NULL AND announced - earlier > 90),
every AS (
    SELECT DISTINCT group_key, DATE '0001-01-01' AS from_day FROM days
    UNION ALL SELECT group_key, announced FROM starts
)
SELECT
    CAST(row_number() OVER (ORDER BY group_key, from_day) AS INTEGER) AS cluster_key, group_key, from_day,
    count(*) OVER (PARTITION BY group_key) AS siblings
FROM every;
