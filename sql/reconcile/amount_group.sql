-- Amounts that agree once their rounding is allowed for: 14 billion stands for anything from 13.5 to 14.5, 14.2 for 14.15 to 14.25.
-- A number with one digit counts as if it had two (10 stands for 9.5 to 10.5). Vague amounts are grouped apart.
-- Grain: one amount told of the same parties, kind, measure, scope and unit; amounts with one group_key agree.
CREATE TEMP TABLE amount_group AS
WITH told AS (
    SELECT parties_key, kind, measure, scope, is_vague, unit, value, ltrim(replace(CAST(value AS VARCHAR), '.', ''), '0') AS digits
    FROM (SELECT DISTINCT parties_key, kind, measure, scope, is_vague, unit, value FROM reading)
),
spread AS (
    SELECT *, CAST(value AS DOUBLE) AS amount,
        0.5 * pow(10.0, length(digits) - greatest(length(rtrim(digits, '0')), 2) - 4) AS half
    FROM told
),
reached AS (
    SELECT *, max(amount + half) OVER (same ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM spread
    WINDOW same AS (PARTITION BY parties_key, kind, measure, scope, is_vague, unit ORDER BY amount - half, amount)
)
SELECT
    parties_key, kind, measure, scope, is_vague, unit, value, amount, half,
    CAST(sum(CASE WHEN (amount - half) * (1 + 1e-9) < reach THEN 0 ELSE 1 END) OVER (
        ORDER BY parties_key, kind, measure, scope, is_vague, unit, amount - half, amount
    ) AS INTEGER) AS group_key
FROM reached;
