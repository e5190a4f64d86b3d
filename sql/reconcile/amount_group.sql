-- Amounts that agree once their rounding is allowed for: 14 billion stands for anything from 13.5 to 14.5, 14.2 for 14.15 to 14.25.
-- A number with one digit counts as if it had two (10 stands for 9.5 to 10.5). Vague amounts are grouped apart.
-- Grain: one amount that the same names are told of, with kind, measure, scope and unit; amounts with one group_key agree.
CREATE TABLE scratch.amount_group AS
WITH said AS (
    SELECT p.combination, p.parties_key, d.names, d.era, d.kind, d.measure, d.scope, d.unit, d.value, d.bound = 'order' AS is_vague
    FROM (SELECT DISTINCT names, era, kind, measure, scope, unit, value, bound FROM told) AS d JOIN claim_parties AS p USING (names, era)
),
amounts AS (
    SELECT DISTINCT parties_key, kind, measure, scope, is_vague, unit, value, ltrim(replace(CAST(value AS VARCHAR), '.', ''), '0') AS digits
    FROM said
),
spread AS (
    SELECT *, CAST(value AS DOUBLE) AS amount,
        0.5 * pow(10.0, length(digits) - greatest(length(rtrim(digits, '0')), 2) - 4) AS half
    FROM amounts
),
reached AS (
    SELECT *, max(amount + half) OVER (same ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM spread
    WINDOW same AS (PARTITION BY parties_key, kind, measure, scope, is_vague, unit ORDER BY amount - half, amount)
),
grouped AS (
    SELECT *, CAST(sum(CASE WHEN (amount - half) * (1 + 1e-9) < reach THEN 0 ELSE 1 END) OVER (
        ORDER BY parties_key, kind, measure, scope, is_vague, unit, amount - half, amount
    ) AS INTEGER) AS group_key
    FROM reached
)
SELECT DISTINCT
    s.names, s.era, s.combination, s.parties_key, s.kind, s.measure, s.scope, s.unit, s.value, s.is_vague, g.amount, g.half, g.group_key
FROM said AS s JOIN grouped AS g USING (parties_key, kind, measure, scope, is_vague, unit, value);
