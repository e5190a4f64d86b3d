-- Which cluster is another telling of which stronger one, and why. Grain: one cluster that is told again in another way.
-- Amounts that one article tells side by side are different commitments, whatever else speaks for their being one.
-- One source alone that gives another day is held to err: who promises the same sum again within 400 days is rare, and
-- counting it twice would be worse. Such days stand in claim_conflicts.
--   date      the same amount on another day: one source, less than 400 days off; or days that nobody told within 60
--             days, against at least twice as many sources
--   hedge     "up to", "more than" or "tens of billions", and a firm amount that fits
--   currency  the amount converted on the day it was told, within its rounding and 4 percent
--   parties   a telling that leaves a party out, in the same currency or another, or vaguely
--   rival     another amount of the same announcement, up to 1.6 times as large, from fewer than half the sources
--   correction  corrections.csv says so; a cluster of a claim that it takes out has no other link
CREATE TABLE scratch.cluster_link AS
WITH sized AS (
    SELECT cluster_key, kind, measure, scope, givers, receivers,
        CAST(floor(ln(middle * CASE WHEN measure = 'money' THEN coalesce(usd_per_unit, 1) ELSE 1 END) / 0.15) AS INTEGER) AS size
    FROM cluster
),
named AS (
    SELECT cluster_key, kind, measure, scope, size, concat('gives ', unnest(givers)) AS name FROM sized
    UNION ALL SELECT cluster_key, kind, measure, scope, size, concat('receives ', unnest(receivers)) FROM sized
),
near AS (SELECT n.* EXCLUDE (size), n.size + o.step AS size FROM named AS n CROSS JOIN (VALUES (-1), (0), (1)) AS o(step)),
foreign_ones AS (
    SELECT c.cluster_key AS weak, s.cluster_key AS strong, c.unit, s.unit AS other_unit, coalesce(c.told_from, c.first_day) AS day,
        c.low, c.high, s.low AS other_low, s.high AS other_high
    FROM cluster AS c JOIN cluster AS s USING (parties_key, kind, measure, scope)
    WHERE c.unit <> s.unit AND c.measure = 'money' AND c.strength < s.strength
),
converted AS (
    SELECT f.weak, f.strong, f.low * r.usd_per_unit::DOUBLE AS weak_low, f.high * r.usd_per_unit::DOUBLE AS weak_high,
        f.other_low * o.usd_per_unit::DOUBLE AS strong_low, f.other_high * o.usd_per_unit::DOUBLE AS strong_high
    FROM foreign_ones AS f
    ASOF JOIN dim_rate AS r ON r.currency = f.unit AND f.day >= r.rate_date
    ASOF JOIN dim_rate AS o ON o.currency = f.other_unit AND f.day >= o.rate_date
),
pairs AS (
    SELECT c.cluster_key AS weak, s.cluster_key AS strong, 1 AS rank, 'date' AS reason
    FROM cluster AS c JOIN cluster AS s USING (group_key)
    WHERE c.strength < s.strength AND (NOT c.is_fresh AND c.sources * 2 <= s.sources
        OR c.sources = 1 AND greatest(c.announced_from - s.announced_to, s.announced_from - c.announced_to) <= 400)
    UNION ALL
    SELECT c.cluster_key, s.cluster_key, 2, 'hedge'
    FROM cluster AS c JOIN cluster AS s USING (parties_key, kind, measure, scope, unit)
    WHERE NOT c.is_firm AND s.is_firm AND c.strength < s.strength AND CASE c.bound
        WHEN 'at_most' THEN s.middle BETWEEN c.middle * 0.6 AND c.middle * 1.03
        WHEN 'at_least' THEN s.middle BETWEEN c.middle * 0.97 AND c.middle * 1.7
        ELSE s.middle >= c.middle * 0.97 AND s.middle < c.middle * 10 END
    UNION ALL
    SELECT weak, strong, 3, 'currency' FROM converted WHERE weak_low <= strong_high * 1.04 AND strong_low <= weak_high * 1.04
    UNION ALL
    SELECT c.cluster_key, s.cluster_key, 4, 'parties'
    FROM (SELECT cluster_key, kind, measure, scope, size, min(name) AS name FROM named GROUP BY ALL) AS o
    JOIN near AS n USING (name, kind, measure, scope, size)
    JOIN cluster AS c ON c.cluster_key = o.cluster_key
    JOIN cluster AS s ON s.cluster_key = n.cluster_key
    WHERE s.parties > c.parties
        AND list_has_all(s.givers, c.givers) AND list_has_all(s.receivers, c.receivers)
        AND c.strength < s.strength AND CASE WHEN s.unit = c.unit THEN c.low <= s.high AND s.low <= c.high
            ELSE c.low * c.usd_per_unit <= s.high * s.usd_per_unit * 1.04 AND s.low * s.usd_per_unit <= c.high * c.usd_per_unit * 1.04 END
    UNION ALL
    SELECT c.cluster_key, s.cluster_key, 4, 'parties'
    FROM (SELECT cluster_key, kind, measure, scope, min(name) AS name FROM named GROUP BY ALL) AS o
    JOIN cluster AS c ON c.cluster_key = o.cluster_key AND c.bound = 'order'
    JOIN named AS n ON n.name = o.name AND n.kind = o.kind AND n.measure = o.measure AND n.scope = o.scope
    JOIN cluster AS s ON s.cluster_key = n.cluster_key
    WHERE s.parties > c.parties AND list_has_all(s.givers, c.givers) AND list_has_all(s.receivers, c.receivers)
        AND c.strength < s.strength AND s.is_firm AND s.unit = c.unit AND s.middle >= c.middle * 0.97 AND s.middle < c.middle * 10
    UNION ALL
    SELECT c.cluster_key, s.cluster_key, 5, 'rival'
    FROM cluster AS c JOIN cluster AS s USING (parties_key, kind, measure, scope, unit)
    WHERE c.is_firm AND s.is_firm AND c.group_key <> s.group_key AND c.strength < s.strength AND c.sources * 2 < s.sources
        AND abs(c.announced_from - s.announced_from) <= 3
        AND c.middle BETWEEN s.middle / 1.6 AND s.middle * 1.6
),
timely AS (
    SELECT p.*, abs(ln(c.middle * CASE WHEN c.unit = s.unit THEN 1 ELSE c.usd_per_unit / s.usd_per_unit END / s.middle)) AS distance, s.strength
    FROM pairs AS p JOIN cluster AS c ON c.cluster_key = p.weak JOIN cluster AS s ON s.cluster_key = p.strong
    WHERE p.reason = 'date'
        OR (c.announced_from IS NOT NULL AND s.announced_from IS NOT NULL
            AND greatest(c.announced_from - s.announced_to, s.announced_from - c.announced_to) <= CASE c.sources WHEN 1 THEN 400 ELSE 90 END)
        OR (c.announced_from IS NULL AND coalesce(c.told_to >= s.first_day - 30, true))
        OR (s.announced_from IS NULL AND c.announced_from IS NOT NULL AND (coalesce(s.told_to >= c.first_day - 30, true)
            OR c.sources = 1 AND c.announced_from - s.told_from BETWEEN 0 AND 400))
),
said AS (
    SELECT DISTINCT p.cluster_key, p.article_key
    FROM placed AS p SEMI JOIN (
        SELECT weak AS cluster_key FROM timely WHERE rank IN (2, 3, 5) UNION SELECT strong FROM timely WHERE rank IN (2, 3, 5)) AS t USING (cluster_key)
),
together AS (
    SELECT DISTINCT t.weak, t.strong
    FROM timely AS t JOIN said AS w ON w.cluster_key = t.weak
    JOIN said AS s ON s.cluster_key = t.strong AND s.article_key = w.article_key
    WHERE t.reason IN ('hedge', 'currency', 'rival')
)
SELECT weak, strong, reason
FROM timely AS t ANTI JOIN (
    SELECT g.weak, g.strong FROM together AS g JOIN cluster AS c ON c.cluster_key = g.weak WHERE c.bound <> 'order'
) AS apart USING (weak, strong)
WHERE weak NOT IN (SELECT cluster_key FROM set_apart) AND strong NOT IN (SELECT cluster_key FROM set_apart)
QUALIFY row_number() OVER (PARTITION BY weak ORDER BY rank, distance, strength DESC) = 1
UNION ALL
SELECT a.cluster_key, p.cluster_key, 'correction' FROM set_apart AS a JOIN placed AS p ON p.claim_key = a.joins;
