-- What each cluster would support if corrections.csv said nothing of commitments: the cluster at the end of its links, and the name
-- by which corrections know it. Grain: one cluster.
-- A commitment is named by the place where it was first told and by its parties, so it survives new articles and rules.
CREATE TABLE scratch.named_cluster AS
WITH RECURSIVE climbed AS (
    SELECT cluster_key, cluster_key AS root, 0 AS steps FROM cluster
    UNION ALL
    SELECT c.cluster_key, l.strong, c.steps + 1 FROM climbed AS c JOIN cluster_link AS l ON l.weak = c.root
),
roots AS (SELECT cluster_key, arg_max(root, steps) AS root FROM climbed GROUP BY cluster_key),
places AS (SELECT cluster_key, min(place) AS place FROM placed GROUP BY cluster_key),
first_told AS (SELECT r.root, min(p.place) AS place FROM places AS p JOIN roots AS r USING (cluster_key) GROUP BY r.root),
named AS (
    SELECT f.root, f.place,
        md5(concat_ws('|', a.article_id, f.place % 1048576, c.measure, c.scope, c.unit, c.kind, CAST(c.givers AS VARCHAR), CAST(c.receivers AS VARCHAR), t.from_day)) AS commitment_id
    FROM first_told AS f
    JOIN cluster AS c ON c.cluster_key = f.root
    LEFT JOIN time_group AS t ON t.cluster_key = f.root
    JOIN dim_article AS a ON a.article_key = (f.place // 1048576) % 16777216
),
told_apart AS (
    SELECT root, place, CASE WHEN count(*) OVER (PARTITION BY commitment_id) = 1 THEN commitment_id[1:16]
        ELSE md5(commitment_id || row_number() OVER (PARTITION BY commitment_id ORDER BY root))[1:16] END AS commitment_id
    FROM named
)
SELECT r.cluster_key, r.root, c.commitment_id, c.place FROM roots AS r JOIN told_apart AS c USING (root);
