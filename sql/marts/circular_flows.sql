-- Circles of money: two to six groups of which each has given the next one money, and the last one the first.
-- Grain: one circle, told from the group first in the alphabet. Of each group only its four largest receivers are followed,
-- since the number of circles grows with the sixth power of that. `weakest_usd` is the smallest flow of the circle.
CREATE TABLE circular_flows AS
WITH RECURSIVE sides AS (
    SELECT b.commitment_key, b.role, p.root_group AS name, c.amount_usd, count(*) OVER (PARTITION BY b.commitment_key, b.role) AS n
    FROM bridge_commitment_partner AS b
    JOIN fact_commitment AS c USING (commitment_key)
    JOIN dim_partner AS p USING (partner_key)
    WHERE c.measure = 'money' AND c.is_additive AND c.amount_usd IS NOT NULL AND b.partner_key <> -1
),
flows AS (
    SELECT g.name AS giver, r.name AS receiver, sum(CAST(g.amount_usd AS DOUBLE) / g.n / r.n) AS usd
    FROM sides AS g JOIN sides AS r ON r.commitment_key = g.commitment_key AND r.role = 'receives'
    WHERE g.role = 'gives' AND g.name <> r.name
    GROUP BY ALL
),
edges AS (SELECT * FROM flows QUALIFY row_number() OVER (PARTITION BY giver ORDER BY usd DESC, receiver) <= 4),
paths AS (
    SELECT giver AS first_one, receiver AS last_one, [giver, receiver] AS partners, usd AS weakest, usd AS total FROM edges WHERE receiver > giver
    UNION ALL
    SELECT p.first_one, e.receiver, list_append(p.partners, e.receiver), least(p.weakest, e.usd), p.total + e.usd
    FROM paths AS p JOIN edges AS e ON e.giver = p.last_one
    WHERE len(p.partners) < 6 AND e.receiver > p.first_one AND NOT list_contains(p.partners, e.receiver)
)
SELECT
    p.partners, CAST(len(p.partners) AS INTEGER) AS length, CAST(round(least(p.weakest, e.usd)) AS DECIMAL(38, 0)) AS weakest_usd,
    CAST(round(p.total + e.usd) AS DECIMAL(38, 0)) AS total_usd
FROM paths AS p JOIN edges AS e ON e.giver = p.last_one AND e.receiver = p.first_one
ORDER BY weakest_usd DESC, partners;
COMMENT ON TABLE circular_flows IS 'Circles of money; grain: one circle of two to six groups';
COMMENT ON COLUMN circular_flows.partners IS 'The groups in the order of giving; the last gives to the first';
COMMENT ON COLUMN circular_flows.length IS 'Number of groups';
COMMENT ON COLUMN circular_flows.weakest_usd IS 'Smallest flow of the circle in US dollars';
COMMENT ON COLUMN circular_flows.total_usd IS 'Sum of its flows in US dollars';
