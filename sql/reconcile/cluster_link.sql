-- Which cluster is another telling of which stronger one, and why. Grain: one cluster that is told again in another way.
-- Amounts that one article tells side by side are different commitments, whatever else speaks for their being one.
-- A day that one source alone gives is held to err, and one that nobody told within 60 days if twice as many sources give
-- the other day, or if nobody told it before that: who promises the same sum again within 400 days is rare, and counting
-- it twice would be worse. Such days stand in claim_conflicts.
--   date      the same amount on another day that errs
--   hedge     "up to", "more than" or "tens of billions", and a firmer amount that fits
--   currency  the amount converted on a day on which it was told, within its rounding and 4 percent
--   parties   a telling that leaves a party out, in the same currency or another; "billions" may name more, too
--   rival     another amount of the same announcement, up to 1.6 times as large, from fewer than half the sources
--   correction  corrections.csv says so; a cluster of a claim that it takes out has no other link
CREATE TABLE scratch.cluster_link AS
WITH named AS (
    SELECT cluster_key, hash(kind, measure, scope, role, unnest(names)) AS who, parties, strength, bound, is_firm, unit, low, high, middle, usd_per_unit,
        CAST(floor(ln(middle * CASE WHEN measure = 'money' THEN coalesce(usd_per_unit, 1) ELSE 1 END) / 0.15) AS INTEGER) AS size
    FROM (SELECT *, 'gives' AS role, givers AS names FROM cluster UNION ALL SELECT *, 'receives', receivers FROM cluster)
),
near AS (SELECT n.* REPLACE (n.size + o.step AS size) FROM named AS n CROSS JOIN (VALUES (-1), (0), (1)) AS o(step)),
fuller AS (
    SELECT o.cluster_key AS weak, n.cluster_key AS strong
    FROM named AS o JOIN near AS n USING (who, size)
    SEMI JOIN (SELECT cluster_key, min(who) AS who FROM named GROUP BY cluster_key) AS f ON f.cluster_key = o.cluster_key AND f.who = o.who
    WHERE n.parties > o.parties AND n.strength > o.strength AND CASE WHEN n.unit = o.unit THEN o.low <= n.high AND n.low <= o.high
        ELSE o.low * o.usd_per_unit <= n.high * n.usd_per_unit * 1.04 AND n.low * n.usd_per_unit <= o.high * o.usd_per_unit * 1.04 END
),
firmer AS (
    SELECT DISTINCT o.cluster_key AS weak, n.cluster_key AS strong
    FROM (SELECT * FROM named WHERE bound = 'order') AS o JOIN (SELECT * FROM named WHERE is_firm) AS n USING (who)
    WHERE (n.parties <> o.parties OR n.unit <> o.unit) AND CASE WHEN n.unit = o.unit THEN n.middle >= o.middle * 0.97 AND n.low < o.middle * 10
        ELSE n.middle * n.usd_per_unit BETWEEN o.middle * o.usd_per_unit * 0.97 AND o.middle * o.usd_per_unit * 10 END
),
foreign_ones AS (
    SELECT c.cluster_key AS weak, s.cluster_key AS strong, c.unit, s.unit AS other_unit,
        unnest(list_distinct([c.first_day, c.told_from, c.told_to, s.first_day, s.told_from, s.told_to])) AS day,
        c.low, c.high, s.low AS other_low, s.high AS other_high
    FROM cluster AS c JOIN cluster AS s USING (parties_key, kind, measure, scope)
    WHERE c.unit <> s.unit AND c.measure = 'money' AND c.strength < s.strength
),
rates AS (
    SELECT d.unit, d.day, CAST(r.usd_per_unit AS DOUBLE) AS usd_per_unit
    FROM (SELECT unit, day FROM foreign_ones UNION SELECT other_unit, day FROM foreign_ones) AS d
    ASOF JOIN dim_rate AS r ON r.currency = d.unit AND d.day >= r.rate_date
),
converted AS (
    SELECT f.weak, f.strong, f.low * r.usd_per_unit AS weak_low, f.high * r.usd_per_unit AS weak_high,
        f.other_low * o.usd_per_unit AS strong_low, f.other_high * o.usd_per_unit AS strong_high
    FROM foreign_ones AS f
    JOIN rates AS r ON r.unit = f.unit AND r.day = f.day
    JOIN rates AS o ON o.unit = f.other_unit AND o.day = f.day
),
pairs AS (
    SELECT c.cluster_key AS weak, s.cluster_key AS strong, 1 AS rank, 'date' AS reason
    FROM cluster AS c JOIN cluster AS s USING (group_key)
    WHERE c.strength < s.strength
    UNION ALL
    SELECT c.cluster_key, s.cluster_key, 2, 'hedge'
    FROM cluster AS c JOIN cluster AS s USING (parties_key, kind, measure, scope, unit)
    WHERE NOT c.is_firm AND (s.is_firm OR c.bound = 'order' AND s.bound <> 'order') AND c.strength < s.strength AND CASE c.bound
        WHEN 'at_most' THEN s.middle BETWEEN c.middle * 0.6 AND c.middle * 1.03
        WHEN 'at_least' THEN s.middle BETWEEN c.middle * 0.97 AND c.middle * 1.7
        ELSE s.middle >= c.middle * 0.97 AND s.low < c.middle * 10 END
    UNION ALL
    SELECT weak, strong, 3, 'currency' FROM converted WHERE weak_low <= strong_high * 1.04 AND strong_low <= weak_high * 1.04
    UNION ALL
    SELECT f.weak, f.strong, 4, 'parties'
    FROM fuller AS f JOIN cluster AS c ON c.cluster_key = f.weak JOIN cluster AS s ON s.cluster_key = f.strong
    WHERE list_has_all(s.givers, c.givers) AND list_has_all(s.receivers, c.receivers)
    UNION ALL
    SELECT f.weak, f.strong, 4, 'parties'
    FROM firmer AS f JOIN cluster AS c ON c.cluster_key = f.weak JOIN cluster AS s ON s.cluster_key = f.strong
    WHERE list_has_all(s.givers, c.givers) AND list_has_all(s.receivers, c.receivers)
        OR list_has_all(c.givers, s.givers) AND list_has_all(c.receivers, s.receivers)
    UNION ALL
    SELECT c.cluster_key, s.cluster_key, 5, 'rival'
    FROM cluster AS c JOIN cluster AS s USING (parties_key, kind, measure, scope, unit)
    WHERE c.is_firm AND s.is_firm AND c.group_key <> s.group_key AND c.strength < s.strength AND c.sources * 2 < s.sources
        AND abs(c.announced_from - s.announced_from) <= 3
        AND c.middle BETWEEN s.middle / 1.6 AND s.middle * 1.6
),
compared AS (
    SELECT p.*, s.strength, c.bound = 'order' AS is_vague, abs(ln(c.middle * CASE WHEN c.unit = s.unit THEN 1 ELSE c.usd_per_unit / s.usd_per_unit END / s.middle)) AS distance,
        greatest(c.announced_from - s.announced_to, s.announced_from - c.announced_to) AS days, abs(c.first_day - s.first_day) AS days_told,
        c.is_stale AND c.sources * 2 <= s.sources AS is_outvoted,
        least(c.sources, s.sources) = 1 OR s.is_stale AND s.sources * 2 <= c.sources
            OR c.is_stale AND s.is_fresh AND c.told_from >= s.announced_from
            OR s.is_stale AND c.is_fresh AND s.told_from >= c.announced_from AS is_mistaken,
        CASE WHEN c.announced_from IS NULL AND s.announced_from IS NULL THEN coalesce(c.told_to >= s.first_day - 400, true)
            WHEN c.announced_from IS NULL THEN coalesce(c.told_to >= s.first_day - 30, true)
            WHEN s.announced_from IS NULL THEN coalesce(s.told_to >= c.first_day - 30, true)
                OR c.sources = 1 AND c.announced_from - s.told_from BETWEEN 0 AND 400 END AS fits_undated
    FROM pairs AS p JOIN cluster AS c ON c.cluster_key = p.weak JOIN cluster AS s ON s.cluster_key = p.strong
),
timely AS (
    SELECT * FROM compared
    WHERE fits_undated OR days <= CASE WHEN is_outvoted OR is_mistaken THEN 400 WHEN reason = 'date' THEN 0 ELSE 90 END
        OR reason = 'date' AND is_outvoted
),
doubtful AS (SELECT weak, strong FROM timely WHERE reason IN ('hedge', 'currency', 'rival') AND NOT is_vague),
told_in AS (
    SELECT p.cluster_key, p.article_key
    FROM placed AS p SEMI JOIN (SELECT weak AS cluster_key FROM doubtful UNION SELECT strong FROM doubtful) AS d USING (cluster_key)
    WHERE p.stands
),
apart AS (
    SELECT DISTINCT w.weak, w.strong
    FROM (SELECT d.weak, d.strong, t.article_key FROM doubtful AS d JOIN told_in AS t ON t.cluster_key = d.weak) AS w
    SEMI JOIN told_in AS s ON s.cluster_key = w.strong AND s.article_key = w.article_key
)
SELECT weak, strong, reason
FROM timely ANTI JOIN apart USING (weak, strong)
WHERE weak NOT IN (SELECT cluster_key FROM set_apart) AND strong NOT IN (SELECT cluster_key FROM set_apart)
QUALIFY row_number() OVER (PARTITION BY weak ORDER BY rank, round(distance, 1), coalesce(days, days_told), distance, strength DESC) = 1
UNION ALL
SELECT a.cluster_key, p.cluster_key, 'correction' FROM set_apart AS a JOIN placed AS p ON p.claim_key = a.joins AND p.stands;
