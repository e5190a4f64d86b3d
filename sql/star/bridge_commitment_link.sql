-- How one commitment relates to another: a tranche to its whole, a whole to the total that includes it, an extension to
-- what it extends. Grain: one link. Only what an article tells side by side, or the same deal, is linked.
CREATE TABLE bridge_commitment_link AS
WITH parties AS (
    SELECT b.commitment_key, list_sort(list(DISTINCT p.root_group) FILTER (b.role = 'gives' AND b.partner_key <> -1)) AS givers,
        list_sort(list(DISTINCT p.root_group) FILTER (b.role = 'receives' AND b.partner_key <> -1)) AS receivers
    FROM bridge_commitment_partner AS b JOIN dim_partner AS p USING (partner_key) GROUP BY b.commitment_key
),
known AS (
    SELECT c.commitment_key, c.kind_key, c.measure, c.scope, c.unit, c.value, c.low, c.high, c.status,
        coalesce(c.announced, c.first_told) AS day, coalesce(p.givers, []) AS givers, coalesce(p.receivers, []) AS receivers,
        row_number() OVER (ORDER BY coalesce(c.announced, c.first_told) NULLS LAST, c.commitment_key) AS turn
    FROM fact_commitment AS c JOIN parties AS p USING (commitment_key)
),
inner_ones AS (SELECT * FROM known WHERE scope = 'part'),
totals AS (SELECT * FROM known WHERE scope = 'total'),
beside AS (
    SELECT a.commitment_key, b.commitment_key AS other_key
    FROM (SELECT commitment_key, article_key FROM fact_claim SEMI JOIN inner_ones USING (commitment_key)) AS a JOIN fact_claim AS b USING (article_key)
    UNION
    SELECT b.commitment_key, a.commitment_key
    FROM (SELECT commitment_key, article_key FROM fact_claim SEMI JOIN totals USING (commitment_key)) AS a JOIN fact_claim AS b USING (article_key)
),
tranches AS (
    SELECT p.commitment_key, w.commitment_key AS other_key, 'part_of' AS relation
    FROM beside AS x JOIN known AS p ON p.commitment_key = x.commitment_key JOIN known AS w ON w.commitment_key = x.other_key
    WHERE p.scope = 'part' AND w.scope = 'whole' AND w.measure = p.measure AND w.unit = p.unit AND w.kind_key = p.kind_key
        AND p.value <= w.high AND (len(p.givers) = 0 OR list_has_any(p.givers, w.givers))
        AND (len(p.receivers) = 0 OR len(w.receivers) = 0 OR list_has_any(p.receivers, w.receivers))
    QUALIFY row_number() OVER (PARTITION BY p.commitment_key ORDER BY w.value, w.commitment_key) = 1
),
sums AS (
    SELECT w.commitment_key, t.commitment_key AS other_key, 'included_in' AS relation
    FROM beside AS x JOIN known AS w ON w.commitment_key = x.commitment_key JOIN known AS t ON t.commitment_key = x.other_key
    WHERE w.scope = 'whole' AND t.scope = 'total' AND w.measure = t.measure AND w.unit = t.unit AND w.kind_key = t.kind_key
        AND w.value <= t.high AND (len(w.givers) > 0 AND list_has_all(t.givers, w.givers))
        AND (len(t.receivers) = 0 OR list_has_any(w.receivers, t.receivers))
    QUALIFY row_number() OVER (PARTITION BY w.commitment_key ORDER BY t.value, t.commitment_key) = 1
),
extensions AS (
    SELECT commitment_key, lag(commitment_key) OVER same AS other_key, 'extends' AS relation, day, lag(day) OVER same AS earlier
    FROM known
    WHERE scope = 'whole' AND len(givers) > 0 AND len(receivers) > 0 AND day IS NOT NULL
    WINDOW same AS (PARTITION BY givers, receivers, kind_key, measure, unit ORDER BY turn)
)
SELECT commitment_key, other_key AS other_commitment_key, relation FROM tranches
UNION ALL SELECT commitment_key, other_key, relation FROM sums
UNION ALL SELECT commitment_key, other_key, relation FROM extensions WHERE day - earlier BETWEEN 1 AND 1100
ORDER BY ALL;
COMMENT ON TABLE bridge_commitment_link IS 'How commitments relate; grain: one link from one commitment to another';
COMMENT ON COLUMN bridge_commitment_link.commitment_key IS 'The part, the included one, or the extension';
COMMENT ON COLUMN bridge_commitment_link.other_commitment_key IS 'The whole, the total, or what is extended';
COMMENT ON COLUMN bridge_commitment_link.relation IS 'part_of, included_in or extends';
