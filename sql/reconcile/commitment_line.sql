-- The lines of corrections.csv that are about commitments, each with the commitment that it means, and why it cannot be applied,
-- where it cannot. A commitment is meant by its commitment_id; where none has that any more, by the claims that the line names
-- beside it, if these agree. Of two lines that contradict each other the first holds. Grain: one line.
CREATE TABLE scratch.commitment_line AS
WITH RECURSIVE sides AS (
    SELECT line, 'target' AS side, unnest(string_split(target, '|')) AS name FROM reference_corrections WHERE problem IS NULL AND subject = 'commitment'
    UNION ALL
    SELECT line, 'other', unnest(string_split(value, '|')) FROM reference_corrections WHERE problem IS NULL AND subject = 'commitment' AND what = 'merge'
),
found AS (
    SELECT s.line, s.side, n.root, true AS by_id FROM sides AS s JOIN named_cluster AS n ON n.commitment_id = s.name WHERE n.cluster_key = n.root AND n.stands
    UNION ALL
    SELECT s.line, s.side, n.root, false
    FROM sides AS s JOIN correction_claim AS c ON c.name = s.name AND c.problem IS NULL
    JOIN (SELECT claim_key, cluster_key FROM placed WHERE stands) AS p USING (claim_key) JOIN named_cluster AS n USING (cluster_key)
),
meant AS (
    SELECT s.line, s.side, count(DISTINCT f.root) AS candidates, any_value(f.root) AS root
    FROM (SELECT DISTINCT line, side FROM sides) AS s
    LEFT JOIN (SELECT * FROM found QUALIFY by_id = bool_or(by_id) OVER (PARTITION BY line, side)) AS f USING (line, side)
    GROUP BY s.line, s.side
),
named AS (
    SELECT r.line, r.what, r.field, r.value, t.root, o.root AS other_root,
        CASE WHEN least(t.candidates, coalesce(o.candidates, 1)) = 0 THEN 'gone' WHEN greatest(t.candidates, o.candidates) > 1 THEN 'ambiguous'
            WHEN c.measure <> d.measure THEN 'impossible' END AS problem,
        CASE WHEN t.candidates = 0 THEN concat(r.target, ': no commitment is called so, and the claims named beside it are gone')
            WHEN o.candidates = 0 THEN concat(r.value, ': no commitment is called so, and the claims named beside it are gone')
            WHEN greatest(t.candidates, o.candidates) > 1 THEN 'the claims named support several commitments now; name the one you mean'
            WHEN c.measure <> d.measure THEN concat('one is ', c.measure, ', the other ', d.measure, '; they cannot be one commitment') END AS detail
    FROM reference_corrections AS r
    JOIN meant AS t ON t.line = r.line AND t.side = 'target'
    LEFT JOIN meant AS o ON o.line = r.line AND o.side = 'other'
    LEFT JOIN cluster AS c ON c.cluster_key = t.root
    LEFT JOIN cluster AS d ON d.cluster_key = o.root
),
reached AS (
    SELECT line, root AS start_root, other_root AS root FROM named WHERE what = 'merge' AND problem IS NULL
    UNION SELECT r.line, r.start_root, n.other_root FROM reached AS r JOIN named AS n USING (root) WHERE n.what = 'merge' AND n.problem IS NULL
),
circles AS (SELECT DISTINCT line FROM reached WHERE root = start_root),
against AS (
    SELECT b.line, min(a.line) AS earlier, bool_and(a.what = b.what AND a.field = b.field AND a.root = b.root AND (b.what = 'merge' OR a.value = b.value)) AS is_repeated
    FROM named AS a JOIN named AS b ON a.line < b.line
    WHERE a.problem IS NULL AND (
        a.root = b.root AND (a.what = b.what AND a.what <> 'merge' AND a.field = b.field OR (a.what = 'reject') <> (b.what = 'reject'))
        OR a.what = 'merge' AND b.what = 'merge' AND a.other_root = b.other_root
        OR a.what = 'merge' AND b.what = 'reject' AND a.other_root = b.root OR a.what = 'reject' AND b.what = 'merge' AND a.root = b.other_root)
    GROUP BY b.line
),
away AS (SELECT other_root AS root, min(line) AS line FROM named WHERE what = 'merge' AND problem IS NULL GROUP BY other_root)
SELECT n.line, n.what, n.field, n.value, n.root, n.other_root,
    CASE WHEN n.problem IS NOT NULL THEN n.problem WHEN o.line IS NOT NULL THEN 'contradicts' WHEN a.is_repeated THEN 'repeats'
        WHEN a.line IS NOT NULL THEN 'contradicts' WHEN n.what = 'change' AND w.line IS NOT NULL THEN 'impossible' END AS problem,
    CASE WHEN n.problem IS NOT NULL THEN n.detail WHEN o.line IS NOT NULL THEN 'these commitments are merged in a circle'
        WHEN a.is_repeated THEN concat('it says what line ', a.earlier, ' says')
        WHEN a.line IS NOT NULL THEN concat('it contradicts line ', a.earlier, ', which holds')
        WHEN n.what = 'change' AND w.line IS NOT NULL THEN concat('line ', w.line, ' merges that commitment into another; change the other') END AS detail
FROM named AS n
LEFT JOIN circles AS o USING (line)
LEFT JOIN against AS a USING (line)
LEFT JOIN away AS w USING (root);
