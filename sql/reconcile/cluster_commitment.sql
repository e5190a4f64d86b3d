-- The commitment of each cluster: the one that stands at the end of its links, or the one that corrections.csv merges that into;
-- none where it rejects that. Grain: one cluster.
CREATE TABLE scratch.cluster_commitment AS
WITH RECURSIVE merged AS (
    SELECT DISTINCT root AS own, root, 0 AS steps FROM named_cluster WHERE stands
    UNION ALL
    SELECT m.own, l.root, m.steps + 1 FROM merged AS m JOIN commitment_line AS l ON l.other_root = m.root AND l.what = 'merge' AND l.problem IS NULL
),
finals AS (
    SELECT own, arg_max(root, steps) AS root FROM merged
    WHERE own NOT IN (
        SELECT m.own FROM merged AS m JOIN commitment_line AS l USING (root) WHERE l.what = 'reject' AND l.problem IS NULL
    )
    GROUP BY own
),
kept AS (
    SELECT n.root, n.commitment_id, CAST(row_number() OVER (ORDER BY n.place, n.commitment_id) AS INTEGER) AS commitment_key
    FROM named_cluster AS n SEMI JOIN finals AS f ON f.root = n.root WHERE n.root = n.cluster_key
)
SELECT
    n.cluster_key, f.root, k.commitment_id, k.commitment_key,
    coalesce(l.reason, CASE WHEN f.root <> n.root THEN 'correction' END) AS reason
FROM named_cluster AS n
JOIN finals AS f ON f.own = n.root
JOIN kept AS k ON k.root = f.root
LEFT JOIN cluster_link AS l ON l.weak = n.cluster_key;
