-- The claims that corrections.csv changes or accepts, as they then stand: a person has read them, so they are as certain as
-- anything here can be. Grain: one claim.
-- Where the changes together would break what a claim must be, `broken` says so, and none of them is made. `said_measure` and
-- `said_twin` keep what its anchor is made from.
CREATE TABLE scratch.claim_change AS
WITH told AS (
    SELECT claim_id, map_from_entries(list(struct_pack(field, value))) AS new FROM claim_line WHERE what IN ('accept', 'change') AND problem IS NULL GROUP BY claim_id
),
changed AS (
    SELECT c.* REPLACE (
        CASE new['from_partners'] WHEN '' THEN [] ELSE coalesce(string_split(new['from_partners'], '|'), c.from_partners) END AS from_partners,
        CASE new['to_partners'] WHEN '' THEN [] ELSE coalesce(string_split(new['to_partners'], '|'), c.to_partners) END AS to_partners,
        coalesce(new['kind'], c.kind) AS kind, coalesce(new['measure'], c.measure) AS measure,
        coalesce(CAST(new['value'] AS DECIMAL(38, 4)), c.value) AS value, coalesce(new['unit'], c.unit) AS unit, coalesce(new['bound'], c.bound) AS bound,
        coalesce(new['scope'], c.scope) AS scope, coalesce(new['status'], c.status) AS status,
        CASE new['announced'] WHEN '' THEN NULL ELSE coalesce(TRY_CAST(new['announced'] AS DATE), c.announced) END AS announced,
        CASE new['start_from'] WHEN '' THEN NULL ELSE coalesce(TRY_CAST(new['start_from'] AS DATE), c.start_from) END AS start_from,
        CASE new['start_to'] WHEN '' THEN NULL ELSE coalesce(TRY_CAST(new['start_to'] AS DATE), c.start_to) END AS start_to,
        CASE new['end_from'] WHEN '' THEN NULL ELSE coalesce(TRY_CAST(new['end_from'] AS DATE), c.end_from) END AS end_from,
        CASE new['end_to'] WHEN '' THEN NULL ELSE coalesce(TRY_CAST(new['end_to'] AS DATE), c.end_to) END AS end_to,
        CASE new['term_years'] WHEN '' THEN NULL ELSE coalesce(TRY_CAST(new['term_years'] AS DOUBLE), c.term_years) END AS term_years,
        0.99 AS certainty
    ), c.measure AS said_measure, md5(concat_ws('|', CAST(c.from_partners AS VARCHAR), CAST(c.to_partners AS VARCHAR), c.value, c.unit))[1:6] AS said_twin
    FROM lake_claims AS c JOIN told USING (claim_id)
)
SELECT *, CASE
    WHEN len(from_partners) + len(to_partners) = 0 THEN 'nobody would give and nobody receive'
    WHEN list_has_any(from_partners, to_partners) THEN concat(array_to_string(list_intersect(from_partners, to_partners), ', '), ' would give and receive')
    WHEN start_from > start_to THEN concat('start_from, ', start_from, ', would come after start_to, ', start_to)
    WHEN end_from > end_to THEN concat('end_from, ', end_from, ', would come after end_to, ', end_to)
    WHEN unit <> CASE measure WHEN 'money' THEN upper(unit) WHEN 'power' THEN 'MW' WHEN 'stake' THEN 'percent' ELSE 'count' END
        OR measure = 'money' AND length(unit) <> 3 THEN concat(measure, ' would be counted in ', unit)
    END AS broken
FROM changed;
