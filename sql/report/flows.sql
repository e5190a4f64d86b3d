-- Who gives what to whom, by group: dollars, megawatts and chips, each with its largest givers and receivers by name and
-- the rest as one. Grain: one giver, receiver and measure. An empty name is the rest; commitments that name one side only
-- are not here but in `unpaired.sql`.
WITH sides AS (
    SELECT b.commitment_key, b.role, p.root_group AS name, c.measure,
        CAST(CASE c.measure WHEN 'money' THEN c.amount_usd ELSE c.value END AS DOUBLE) AS amount,
        count(*) OVER (PARTITION BY b.commitment_key, b.role) AS n
    FROM bridge_commitment_partner AS b
    JOIN fact_commitment AS c USING (commitment_key)
    JOIN dim_partner AS p USING (partner_key)
    WHERE c.is_additive AND c.measure IN ('money', 'power', 'chips') AND b.partner_key <> -1
),
flows AS (
    SELECT g.measure, g.name AS giver, r.name AS receiver, sum(g.amount / g.n / r.n) AS amount, count(DISTINCT g.commitment_key) AS commitments
    FROM sides AS g JOIN sides AS r ON r.commitment_key = g.commitment_key AND r.role = 'receives'
    WHERE g.role = 'gives' AND g.amount > 0
    GROUP BY ALL
),
givers AS (
    SELECT measure, giver FROM (SELECT measure, giver, sum(amount) AS total FROM flows GROUP BY ALL)
    QUALIFY row_number() OVER (PARTITION BY measure ORDER BY total DESC, giver) <= 12
),
receivers AS (
    SELECT measure, receiver FROM (SELECT measure, receiver, sum(amount) AS total FROM flows GROUP BY ALL)
    QUALIFY row_number() OVER (PARTITION BY measure ORDER BY total DESC, receiver) <= 12
),
named AS (
    SELECT f.measure, coalesce(g.giver, '') AS giver, coalesce(r.receiver, '') AS receiver, f.amount, f.commitments
    FROM flows AS f
    LEFT JOIN givers AS g ON g.measure = f.measure AND g.giver = f.giver
    LEFT JOIN receivers AS r ON r.measure = f.measure AND r.receiver = f.receiver
),
summed AS (SELECT measure, giver, receiver, sum(amount) AS amount, CAST(sum(commitments) AS INTEGER) AS commitments FROM named GROUP BY ALL)
FROM summed ORDER BY list_position(['money', 'power', 'chips'], measure), amount DESC, giver, receiver
