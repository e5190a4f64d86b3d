-- The parties of claims, folded into groups as these stood on the day: Azure counts as Microsoft, a daughter as its group.
-- Grain: one pair of lists of names in one era; an era begins whenever a partner changes hands.
CREATE TEMP TABLE claim_parties AS
WITH told AS (
    SELECT c.from_partners, c.to_partners, coalesce(c.announced, a.published, DATE '9999-12-31') AS day
    FROM lake_claims AS c JOIN dim_article AS a USING (article_id)
),
eras AS (
    SELECT d.day, max(p.valid_from) AS era
    FROM (SELECT DISTINCT day FROM told) AS d JOIN (SELECT DISTINCT valid_from FROM dim_partner) AS p ON p.valid_from <= d.day
    GROUP BY d.day
),
combined AS (
    SELECT row_number() OVER (ORDER BY from_partners, to_partners, era) AS combination, from_partners, to_partners, era
    FROM (SELECT DISTINCT from_partners, to_partners, era FROM told JOIN eras USING (day))
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
    CAST(c.combination AS INTEGER) AS combination, c.from_partners, c.to_partners, c.era,
    CAST(dense_rank() OVER (ORDER BY coalesce(f.givers, []), coalesce(f.receivers, [])) AS INTEGER) AS parties_key,
    coalesce(f.givers, []) AS givers, coalesce(f.receivers, []) AS receivers
FROM combined AS c LEFT JOIN folded AS f USING (combination);
