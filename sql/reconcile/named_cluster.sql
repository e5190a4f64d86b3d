-- What each cluster would support if corrections.csv said nothing of commitments: the cluster at the end of its links, and the name
-- by which corrections know it. Grain: one cluster.
-- A commitment is named by its first telling of all that the lake has: place, kind, measure, scope, unit and parties of that one.
-- Later articles and other links do not change it, nor does what replaces, rejects, corrects or moves that telling. An article
-- that is read later and was published on an earlier day does; one of the same day does not, since articles are numbered run by run.
-- `stands` is false where no claim of a commitment stands any more.
CREATE TABLE scratch.named_cluster AS
WITH RECURSIVE climbed AS (
    SELECT cluster_key, cluster_key AS root, 0 AS steps FROM cluster
    UNION ALL
    SELECT c.cluster_key, l.strong, c.steps + 1 FROM climbed AS c JOIN cluster_link AS l ON l.weak = c.root
),
roots AS (SELECT cluster_key, arg_max(root, steps) AS root FROM climbed GROUP BY cluster_key),
places AS (
    SELECT cluster_key, min(place) AS place, coalesce(min(place) FILTER (NOT stands) = min(place), false) AS is_former, bool_or(stands) AS stands
    FROM placed GROUP BY cluster_key
),
first_told AS (
    SELECT r.root, arg_min(p, (p.place, NOT p.is_former, p.cluster_key)) AS telling, bool_or(p.stands) AS stands
    FROM places AS p JOIN roots AS r USING (cluster_key) GROUP BY r.root
),
named AS (
    SELECT f.root, f.stands, f.telling.place AS place, f.telling.is_former AS is_former,
        md5(concat_ws('|', a.article_id, f.telling.place % 1048576, c.measure, c.scope, c.unit, c.kind, CAST(c.givers AS VARCHAR), CAST(c.receivers AS VARCHAR))) AS commitment_id
    FROM first_told AS f
    JOIN cluster AS c ON c.cluster_key = f.telling.cluster_key
    JOIN dim_article AS a ON a.article_key = (f.telling.place // 1048576) % 16777216
),
told_apart AS (
    SELECT root, stands, place, CASE turn WHEN 1 THEN commitment_id ELSE md5(commitment_id || turn) END[1:16] AS commitment_id
    FROM (SELECT *, row_number() OVER (PARTITION BY commitment_id ORDER BY stands DESC, is_former DESC, root) AS turn FROM named)
)
SELECT r.cluster_key, r.root, c.commitment_id, c.place, c.stands FROM roots AS r JOIN told_apart AS c USING (root);
