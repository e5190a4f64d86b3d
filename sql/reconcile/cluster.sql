-- The clusters, each with what decides whether it may be another telling of a stronger one.
-- Grain: one cluster. `strength` orders them: more than an order of magnitude, more named parties, a firm amount, more
-- sources, an exact amount, a day that was told within 60 days, then the key.
CREATE TABLE scratch.cluster AS
WITH summed AS (
    SELECT p.cluster_key, any_value(p.group_key) AS group_key,
        bool_or(p.bound IN ('exact', 'about')) AS is_firm, bool_or(p.bound = 'exact') AS is_exact, min(p.bound) AS bound,
        count(DISTINCT p.source_key) AS sources, min(p.announced) AS announced_from, max(p.announced) AS announced_to,
        min(p.published) AS told_from, max(p.published) AS told_to,
        coalesce(bool_or(p.published - p.announced <= 60), false) AS is_fresh
    FROM placed AS p GROUP BY p.cluster_key
),
widened AS (
    SELECT s.*, g.parties_key, g.kind, g.measure, g.scope, g.unit, f.givers, f.receivers, len(f.givers) + len(f.receivers) AS parties, g.low, g.high,
        least(s.announced_from, s.told_from) AS first_day
    FROM summed AS s
    JOIN (
        SELECT group_key, parties_key, kind, measure, scope, unit, min(amount - half) AS low, max(amount + half) AS high
        FROM amount_group GROUP BY ALL
    ) AS g USING (group_key)
    JOIN (SELECT DISTINCT parties_key, givers, receivers FROM claim_parties) AS f USING (parties_key)
),
rates AS (
    SELECT d.unit, d.first_day, CAST(r.usd_per_unit AS DOUBLE) AS usd_per_unit
    FROM (SELECT DISTINCT unit, first_day FROM widened) AS d ASOF JOIN dim_rate AS r ON r.currency = d.unit AND d.first_day >= r.rate_date
)
SELECT
    w.*, w.announced_from IS NOT NULL AND NOT w.is_fresh AS is_stale, sqrt(w.low * w.high) AS middle, r.usd_per_unit,
    row_number() OVER (ORDER BY w.bound <> 'order', w.parties, w.is_firm, w.sources, w.is_exact, w.is_fresh, w.unit = 'USD', w.cluster_key DESC) AS strength
FROM widened AS w LEFT JOIN rates AS r USING (unit, first_day);
