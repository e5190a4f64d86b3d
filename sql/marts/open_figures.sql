-- The figures told of each open commitment in articles published by a day. Grain: one amount with its hedge, told of one commitment.
-- The headline is the figure that the most independent sources support, counting those who tell another figure that
-- agrees with it (14 billion agrees with 14.2); among equals the most exact, then the most told, then the newest. A figure that
-- corrections.csv chooses comes before all.
CREATE MACRO open_figures(known_on) AS TABLE
WITH told AS (
    SELECT figure_key, any_value(commitment_key) AS commitment_key, any_value(value) AS value, any_value(unit) AS unit, any_value(bound) AS bound,
        CAST(count(*) AS INTEGER) AS claim_count, CAST(count(DISTINCT source_key) AS INTEGER) AS source_count,
        min(published) AS first_told, max(published) AS last_told, ltrim(replace(CAST(any_value(value) AS VARCHAR), '.', ''), '0') AS digits
    FROM open_tellings(known_on) GROUP BY figure_key
),
rates AS (
    SELECT d.unit, d.first_told, CAST(r.usd_per_unit AS DOUBLE) AS usd_per_unit
    FROM (SELECT DISTINCT unit, first_told FROM told) AS d ASOF JOIN dim_rate AS r ON r.currency = d.unit AND d.first_told >= r.rate_date
),
ruled AS (
    SELECT t.*, CAST(t.value AS DOUBLE) AS amount, length(rtrim(digits, '0')) AS precision_digits,
        0.5 * pow(10.0, length(digits) - greatest(length(rtrim(digits, '0')), 2) - 4) AS half,
        CASE bound WHEN 'exact' THEN 3 WHEN 'about' THEN 2 WHEN 'order' THEN 0 ELSE 1 END AS exactness,
        CASE WHEN t.unit IN ('MW', 'count', 'percent') THEN 1.0 ELSE r.usd_per_unit END AS factor
    FROM told AS t LEFT JOIN rates AS r USING (unit, first_told)
),
bounded AS (
    SELECT *,
        factor * CASE bound WHEN 'exact' THEN amount - half WHEN 'about' THEN amount * 0.9 WHEN 'at_most' THEN 0 ELSE amount * 0.97 END AS low,
        factor * CASE bound WHEN 'exact' THEN amount + half WHEN 'about' THEN amount * 1.1 WHEN 'at_most' THEN amount * 1.03
            WHEN 'order' THEN amount * 10 ELSE 1e30 END AS high
    FROM ruled
),
supported AS (
    SELECT b.figure_key, CAST(sum(o.source_count) AS INTEGER) AS support
    FROM bounded AS b JOIN bounded AS o ON o.commitment_key = b.commitment_key
    WHERE o.figure_key = b.figure_key OR (
        b.low <= o.high * CASE WHEN b.unit = o.unit THEN 1 ELSE 1.05 END
        AND o.low <= b.high * CASE WHEN b.unit = o.unit THEN 1 ELSE 1.05 END)
    GROUP BY b.figure_key
),
ranked AS (
    SELECT b.*, s.support, o.commitment_key IS NOT NULL AS is_chosen, row_number() OVER (
        PARTITION BY b.commitment_key
        ORDER BY o.commitment_key IS NOT NULL DESC, s.support DESC, exactness DESC, precision_digits DESC, source_count DESC, first_told DESC NULLS LAST, b.unit, b.value, b.bound
    ) AS place
    FROM bounded AS b JOIN supported AS s USING (figure_key)
    LEFT JOIN commitment_override AS o ON o.commitment_key = b.commitment_key AND (o.value IS NOT NULL OR o.unit IS NOT NULL OR o.bound IS NOT NULL)
        AND coalesce(o.value = b.value, true) AND coalesce(o.unit = b.unit, true) AND coalesce(o.bound = b.bound, true)
)
SELECT
    r.figure_key, r.commitment_key, r.value, r.unit, r.bound, r.claim_count, r.source_count, r.support, r.exactness,
    CAST(r.precision_digits AS INTEGER) AS digits, r.first_told, r.last_told, r.place = 1 AS is_headline,
    r.figure_key = h.figure_key OR coalesce(r.low <= h.high * CASE WHEN r.unit = h.unit THEN 1 ELSE 1.05 END
        AND h.low <= r.high * CASE WHEN r.unit = h.unit THEN 1 ELSE 1.05 END, false) AS agrees,
    CASE WHEN h.is_chosen THEN 'correction' WHEN s.figure_key IS NULL THEN 'only figure' WHEN s.support < h.support THEN 'most supported'
        WHEN (s.exactness, s.precision_digits) < (h.exactness, h.precision_digits) THEN 'most exact'
        WHEN s.source_count < h.source_count THEN 'most told' ELSE 'newest' END AS headline_rule
FROM ranked AS r
JOIN ranked AS h ON h.commitment_key = r.commitment_key AND h.place = 1
LEFT JOIN ranked AS s ON s.commitment_key = r.commitment_key AND s.place = 2;
