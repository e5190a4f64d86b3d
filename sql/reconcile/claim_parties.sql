-- The parties of claims, folded into groups as these stood on the day: Azure counts as Microsoft, a daughter as its group.
-- Grain: one pair of lists of names in one era; an era begins whenever a partner changes hands.
CREATE TABLE scratch.claim_parties AS
WITH combined AS (
    SELECT row_number() OVER (ORDER BY n.from_partners, n.to_partners, t.era) AS combination, n.names, t.era, n.from_partners, n.to_partners
    FROM (SELECT DISTINCT names, era FROM told) AS t JOIN claim_names AS n USING (names)
),
roles AS (
    SELECT combination, era, 'gives' AS role, unnest(from_partners) AS name FROM combined
    UNION ALL
    SELECT combination, era, 'receives', unnest(to_partners) FROM combined
),
folded AS (
    SELECT r.combination,
        list_sort(list(DISTINCT p.root_group) FILTER (r.role = 'gives')) AS givers,
        list_sort(list(DISTINCT p.root_group) FILTER (r.role = 'receives')) AS receivers
    FROM roles AS r JOIN dim_partner AS p
    ON p.name = r.name AND r.era BETWEEN p.valid_from AND coalesce(p.valid_to, DATE '9999-12-31')
    GROUP BY r.combination
)
SELECT
    CAST(c.combination AS INTEGER) AS combination, c.names, c.era, c.from_partners, c.to_partners,
    CAST(dense_rank() OVER (ORDER BY coalesce(f.givers, []), coalesce(f.receivers, [])) AS INTEGER) AS parties_key,
    coalesce(f.givers, []) AS givers, coalesce(f.receivers, []) AS receivers
FROM combined AS c LEFT JOIN folded AS f USING (combination);
