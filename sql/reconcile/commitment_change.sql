-- What corrections.csv changes of commitments. Grain: one commitment; a field that it leaves alone is empty, `cleared` lists
-- those that are to be so. Where the changes together cannot be made, `broken` says why, and none of them is.
CREATE TABLE scratch.commitment_change AS
WITH told AS (
    SELECT c.commitment_key, any_value(c.root) AS root, map_from_entries(list(struct_pack(l.field, l.value))) AS new,
        list(l.field) FILTER (l.value = '') AS cleared
    FROM commitment_line AS l JOIN cluster_commitment AS c ON c.cluster_key = l.root
    WHERE l.what = 'change' AND l.problem IS NULL GROUP BY c.commitment_key
),
changed AS (
    SELECT
        commitment_key, root, coalesce(cleared, []) AS cleared, CAST(new['value'] AS DECIMAL(38, 4)) AS value, new['unit'] AS unit, new['bound'] AS bound,
        new['kind'] AS kind, new['scope'] AS scope, new['status'] AS status, TRY_CAST(new['announced'] AS DATE) AS announced,
        TRY_CAST(new['start_from'] AS DATE) AS start_from, TRY_CAST(new['start_to'] AS DATE) AS start_to, TRY_CAST(new['end_from'] AS DATE) AS end_from,
        TRY_CAST(new['end_to'] AS DATE) AS end_to, TRY_CAST(new['term_years'] AS DOUBLE) AS term_years,
        CASE new['from_partners'] WHEN '' THEN [] ELSE string_split(new['from_partners'], '|') END AS from_partners,
        CASE new['to_partners'] WHEN '' THEN [] ELSE string_split(new['to_partners'], '|') END AS to_partners
    FROM told
),
figures AS (
    SELECT c.commitment_key, bool_or(coalesce(t.value = c.value, true) AND coalesce(t.unit = c.unit, true) AND coalesce(t.bound = c.bound, true)) AS is_told
    FROM changed AS c JOIN fact_telling AS t USING (commitment_key) GROUP BY c.commitment_key
),
sides AS (
    SELECT c.commitment_key, coalesce(list_distinct(g.groups), k.givers) AS givers, coalesce(list_distinct(r.groups), k.receivers) AS receivers
    FROM changed AS c JOIN cluster AS k ON k.cluster_key = c.root
    LEFT JOIN (
        SELECT n.commitment_key, list(p.root_group) FILTER (p.root_group IS NOT NULL) AS groups
        FROM (SELECT commitment_key, unnest(from_partners) AS name FROM changed) AS n LEFT JOIN dim_partner AS p ON p.name = n.name AND p.is_current GROUP BY ALL
        UNION ALL SELECT commitment_key, [] FROM changed WHERE from_partners = []
    ) AS g ON g.commitment_key = c.commitment_key
    LEFT JOIN (
        SELECT n.commitment_key, list(p.root_group) FILTER (p.root_group IS NOT NULL) AS groups
        FROM (SELECT commitment_key, unnest(to_partners) AS name FROM changed) AS n LEFT JOIN dim_partner AS p ON p.name = n.name AND p.is_current GROUP BY ALL
        UNION ALL SELECT commitment_key, [] FROM changed WHERE to_partners = []
    ) AS r ON r.commitment_key = c.commitment_key
)
SELECT c.* EXCLUDE (root), CASE
    WHEN NOT f.is_told THEN 'no article tells this figure; correct the claim that is misread'
    WHEN len(s.givers) + len(s.receivers) = 0 THEN 'nobody would give and nobody receive'
    WHEN list_has_any(s.givers, s.receivers) THEN concat(array_to_string(list_intersect(s.givers, s.receivers), ', '), ' would give and receive')
    WHEN c.start_from > c.start_to THEN concat('start_from, ', c.start_from, ', would come after start_to, ', c.start_to)
    WHEN c.end_from > c.end_to THEN concat('end_from, ', c.end_from, ', would come after end_to, ', c.end_to)
    END AS broken
FROM changed AS c LEFT JOIN figures AS f USING (commitment_key) LEFT JOIN sides AS s USING (commitment_key);
