-- When each of the groups with the largest sums gave and received money. Grain: one role of one group in one commitment.
WITH sides AS (
    SELECT p.root_group AS name, b.role, b.commitment_key, sum(CAST(b.usd_share AS DOUBLE)) AS usd
    FROM bridge_commitment_partner AS b JOIN dim_partner AS p USING (partner_key) JOIN fact_commitment AS c USING (commitment_key)
    WHERE b.partner_key <> -1 AND c.is_additive AND b.usd_share > 0
    GROUP BY ALL
),
largest AS (SELECT name, sum(usd) AS total FROM sides GROUP BY name ORDER BY total DESC, name LIMIT 12)
SELECT s.name, s.role, coalesce(c.announced, c.first_told) AS day, s.usd, l.total
FROM sides AS s JOIN largest AS l USING (name) JOIN fact_commitment AS c USING (commitment_key)
WHERE coalesce(c.announced, c.first_told) IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY s.name ORDER BY s.usd DESC, s.commitment_key) <= 20
ORDER BY l.total DESC, s.name, day, s.usd DESC
