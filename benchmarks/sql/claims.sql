-- The tellings as rows of the lake's table of claims.
SELECT
    sha256(concat($salt, t.claim)) AS claim_id, sha256(concat('article', t.article)) AS article_id, $version AS extractor_version,
    list_filter([g.name, s.name], lambda name: name IS NOT NULL) AS from_partners, [r.name] AS to_partners,
    ['purchase', 'investment', 'financing', 'supply', 'supply'][t.kind + 1] AS kind,
    ['money', 'money', 'money', 'power', 'chips'][t.kind + 1] AS measure, CAST(t.value AS DECIMAL(38, 4)) AS value,
    CASE WHEN t.unit >= 0 THEN ['USD', 'EUR', 'GBP', 'JPY', 'KRW'][t.unit + 1] WHEN t.kind = 3 THEN 'MW' ELSE 'count' END AS unit,
    ['exact', 'about', 'at_most', 'at_least', 'order'][t.bound + 1] AS bound, 'whole' AS scope,
    CASE WHEN t.claim % 50 = 0 THEN 'reported' WHEN t.claim % 31 = 0 THEN 'completed' ELSE 'agreed' END AS status,
    CASE WHEN t.announced >= 0 THEN DATE '2018-01-01' + t.announced END AS announced,
    CASE WHEN t.deal % 3 = 0 THEN DATE '2018-01-01' + d.announced + 200 END AS start_from,
    CASE WHEN t.deal % 3 = 0 THEN DATE '2018-01-01' + d.announced + 380 END AS start_to,
    CASE WHEN t.deal % 5 = 0 THEN DATE '2018-01-01' + d.announced + 900 END AS end_from,
    CASE WHEN t.deal % 5 = 0 THEN DATE '2018-01-01' + d.announced + 1200 END AS end_to,
    CASE WHEN t.deal % 4 = 0 THEN CAST(1 + d.deal % 12 AS DOUBLE) END AS term_years,
    rpad(concat(t.claim, ' ', CAST(t.value AS BIGINT)), 24, '.') AS quote, CAST(t.slot * 25 AS BIGINT) AS char_start,
    CAST(t.slot * 25 + 24 AS BIGINT) AS char_end,
    [struct_pack(name := 'value', char_start := CAST(t.slot * 25 AS BIGINT), char_end := CAST(t.slot * 25 + 24 AS BIGINT), rule := 'number')] AS fields,
    CAST(1 AS BIGINT) AS run_id, (40 + t.claim % 60) / 100 AS certainty
FROM tellings AS t
JOIN deals AS d ON d.deal = t.deal
LEFT JOIN partners AS g ON g.number = t.giver
LEFT JOIN partners AS s ON s.number = t.second
JOIN partners AS r ON r.number = t.receiver
