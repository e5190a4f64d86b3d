-- Amounts that agree once their rounding is allowed for: 14 billion stands for anything from 13.5 to 14.5, 14.2 for 14.15 to 14.25.
-- A number with one digit counts as if it had two (10 stands for 9.5 to 10.5). Vague amounts are grouped apart.
-- Grain: one figure: an amount that the same names are told of, with kind, measure, scope and unit; those with one group_key agree.
CREATE TABLE scratch.amount_group AS
WITH figures AS (
    SELECT figure, any_value(names) AS names, any_value(era) AS era, any_value(kind) AS kind, any_value(measure) AS measure, any_value(scope) AS scope,
        any_value(unit) AS unit, any_value(value) AS value, any_value(bound) = 'order' AS is_vague
    FROM told GROUP BY figure
),
said AS (SELECT f.*, p.combination, p.parties_key FROM figures AS f JOIN claim_parties AS p USING (names, era)),
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
SELECT s.figure, s.combination, s.parties_key, s.kind, s.measure, s.scope, s.unit, s.value, s.is_vague, g.amount, g.half, g.group_key
FROM said AS s JOIN grouped AS g USING (parties_key, kind, measure, scope, is_vague, unit, value);
