-- One role of one partner in one commitment, in the version of the partner that held at the announcement.
-- The weights of each role sum to 1 and the shares to the commitment's figures, to the last digit: equal shares, since
-- articles rarely say who bears how much; what does not divide goes to the first partner. A side that corrections.csv changes
-- has the partners that it names.
CREATE TABLE bridge_commitment_partner AS
WITH told AS (
    SELECT m.commitment_key, p.combination, count(*) AS n
    FROM placed AS p JOIN cluster_commitment AS m USING (cluster_key) WHERE p.stands GROUP BY ALL
),
dated AS (
    SELECT t.*, p.from_partners, p.to_partners, c.value, c.low, c.high, coalesce(c.announced, c.first_told, DATE '9999-12-31') AS day
    FROM told AS t JOIN claim_parties AS p USING (combination) JOIN fact_commitment AS c USING (commitment_key)
),
spoken AS (
    SELECT commitment_key, day, 'gives' AS role, unnest(from_partners) AS name, n FROM dated
    UNION ALL SELECT commitment_key, day, 'receives', unnest(to_partners), n FROM dated
),
counted AS (SELECT commitment_key, day, role, name, sum(n) AS n FROM spoken GROUP BY ALL),
versions AS (
    SELECT s.commitment_key, s.role, p.partner_key, p.root_group, s.name, s.n
    FROM counted AS s JOIN dim_partner AS p ON p.name = s.name AND s.day BETWEEN p.valid_from AND coalesce(p.valid_to, DATE '9999-12-31')
),
roots AS (
    SELECT DISTINCT m.commitment_key, c.givers, c.receivers
    FROM cluster_commitment AS m JOIN cluster AS c ON c.cluster_key = m.root
),
replaced AS (
    SELECT commitment_key, 'gives' AS role, from_partners AS names FROM commitment_override WHERE from_partners IS NOT NULL
    UNION ALL SELECT commitment_key, 'receives', to_partners FROM commitment_override WHERE to_partners IS NOT NULL
),
chosen AS (
    SELECT v.commitment_key, v.role, v.partner_key
    FROM versions AS v JOIN roots AS r USING (commitment_key) ANTI JOIN replaced AS o ON o.commitment_key = v.commitment_key AND o.role = v.role
    WHERE list_contains(CASE v.role WHEN 'gives' THEN r.givers ELSE r.receivers END, v.root_group)
    QUALIFY row_number() OVER (PARTITION BY v.commitment_key, v.role, v.root_group ORDER BY v.n DESC, v.name) = 1
    UNION ALL
    SELECT o.commitment_key, o.role, p.partner_key
    FROM (SELECT commitment_key, role, unnest(names) AS name FROM replaced) AS o
    JOIN (SELECT DISTINCT commitment_key, day FROM dated) AS d USING (commitment_key)
    JOIN dim_partner AS p ON p.name = o.name AND d.day BETWEEN p.valid_from AND coalesce(p.valid_to, DATE '9999-12-31')
),
filled AS (
    SELECT * FROM chosen
    UNION ALL
    SELECT c.commitment_key, r.role, -1
    FROM fact_commitment AS c CROSS JOIN (VALUES ('gives'), ('receives')) AS r(role)
    ANTI JOIN chosen AS k ON k.commitment_key = c.commitment_key AND k.role = r.role
),
numbered AS (
    SELECT *, count(*) OVER (PARTITION BY commitment_key, role) AS parts,
        row_number() OVER (PARTITION BY commitment_key, role ORDER BY partner_key) AS part
    FROM filled
),
units AS (
    SELECT n.*, CAST(replace(CAST(c.value AS VARCHAR), '.', '') AS HUGEINT) AS value, CAST(replace(CAST(c.low AS VARCHAR), '.', '') AS HUGEINT) AS low,
        CAST(replace(CAST(c.high AS VARCHAR), '.', '') AS HUGEINT) AS high, CAST(replace(CAST(c.amount_usd AS VARCHAR), '.', '') AS HUGEINT) AS usd
    FROM numbered AS n JOIN fact_commitment AS c USING (commitment_key)
)
SELECT
    commitment_key, role, partner_key, 1.0::DOUBLE / parts AS weight,
    CAST((value // parts + CASE WHEN part = 1 THEN value % parts ELSE 0 END) AS DECIMAL(30, 0)) * CAST(0.0001 AS DECIMAL(4, 4)) AS value_share,
    CAST((low // parts + CASE WHEN part = 1 THEN low % parts ELSE 0 END) AS DECIMAL(30, 0)) * CAST(0.0001 AS DECIMAL(4, 4)) AS low_share,
    CAST((high // parts + CASE WHEN part = 1 THEN high % parts ELSE 0 END) AS DECIMAL(30, 0)) * CAST(0.0001 AS DECIMAL(4, 4)) AS high_share,
    CAST((usd // parts + CASE WHEN part = 1 THEN usd % parts ELSE 0 END) AS DECIMAL(30, 0)) * CAST(0.01 AS DECIMAL(4, 2)) AS usd_share
FROM units
ORDER BY commitment_key, role, partner_key;
COMMENT ON TABLE bridge_commitment_partner IS 'Who gives and who receives; grain: one role of one partner in one commitment';
COMMENT ON COLUMN bridge_commitment_partner.commitment_key IS 'The commitment';
COMMENT ON COLUMN bridge_commitment_partner.role IS 'gives or receives';
COMMENT ON COLUMN bridge_commitment_partner.partner_key IS 'The partner, in its version of that day; -1 where the articles name nobody';
COMMENT ON COLUMN bridge_commitment_partner.weight IS 'Share of the commitment; sums to 1 in each role';
COMMENT ON COLUMN bridge_commitment_partner.value_share IS 'Share of the headline figure, in its unit; sums to it in each role';
COMMENT ON COLUMN bridge_commitment_partner.low_share IS 'Share of the low figure; sums to it in each role';
COMMENT ON COLUMN bridge_commitment_partner.high_share IS 'Share of the high figure; sums to it in each role';
COMMENT ON COLUMN bridge_commitment_partner.usd_share IS 'Share of the amount in US dollars; sums to it in each role; empty where there is no rate';
