-- The lines of corrections.csv that are about claims, each with its claim, what that said before, and why the line cannot be
-- applied, where it cannot. Of two lines that contradict each other the first holds. Grain: one line.
CREATE TABLE scratch.claim_line AS
WITH RECURSIVE named AS (
    SELECT r.line, r.what, r.field, r.value, t.claim_id, t.claim_key, o.claim_id AS other_id, o.claim_key AS other_key,
        CASE WHEN t.problem IS NOT NULL THEN 'gone' WHEN o.problem IS NOT NULL THEN 'gone'
            WHEN t.measure <> o.measure THEN 'impossible' END AS problem,
        CASE WHEN t.problem IS NOT NULL THEN concat(r.target, ': ', t.problem) WHEN o.problem IS NOT NULL THEN concat(r.value, ': ', o.problem)
            WHEN t.measure <> o.measure THEN concat('one claim tells of ', t.measure, ', the other of ', o.measure, '; they cannot be one commitment') END AS detail
    FROM reference_corrections AS r
    JOIN correction_claim AS t ON t.name = r.target
    LEFT JOIN correction_claim AS o ON o.name = r.value AND r.what = 'merge'
    WHERE r.problem IS NULL AND r.subject = 'claim'
),
reached AS (
    SELECT line, claim_key AS start_key, other_key AS claim_key FROM named WHERE what = 'merge' AND problem IS NULL
    UNION SELECT r.line, r.start_key, n.other_key FROM reached AS r JOIN named AS n USING (claim_key) WHERE n.what = 'merge' AND n.problem IS NULL
),
circles AS (SELECT DISTINCT line FROM reached WHERE claim_key = start_key),
against AS (
    SELECT b.line, min(a.line) AS earlier, bool_and(a.what = b.what AND a.field = b.field AND a.value = b.value AND a.other_key IS NOT DISTINCT FROM b.other_key) AS is_repeated
    FROM named AS a JOIN named AS b ON b.claim_key = a.claim_key AND a.line < b.line
    WHERE a.problem IS NULL AND (a.what = b.what AND a.field = b.field OR (a.what = 'reject') <> (b.what = 'reject')
        OR a.what IN ('split', 'merge') AND b.what IN ('split', 'merge'))
    GROUP BY b.line
),
lost AS (
    SELECT m.line, min(r.line) AS earlier FROM named AS m JOIN named AS r ON r.claim_key = m.other_key
    WHERE m.what = 'merge' AND r.what = 'reject' AND r.problem IS NULL GROUP BY m.line
)
SELECT
    n.line, n.what, n.field, n.value, n.claim_id, n.claim_key, n.other_key,
    CASE n.field WHEN 'from_partners' THEN array_to_string(c.from_partners, ', ') WHEN 'to_partners' THEN array_to_string(c.to_partners, ', ')
        WHEN 'kind' THEN c.kind WHEN 'measure' THEN c.measure WHEN 'value' THEN regexp_replace(CAST(c.value AS VARCHAR), '\.?0+$', '') WHEN 'unit' THEN c.unit
        WHEN 'bound' THEN c.bound WHEN 'scope' THEN c.scope WHEN 'status' THEN c.status WHEN 'announced' THEN CAST(c.announced AS VARCHAR)
        WHEN 'start_from' THEN CAST(c.start_from AS VARCHAR) WHEN 'start_to' THEN CAST(c.start_to AS VARCHAR)
        WHEN 'end_from' THEN CAST(c.end_from AS VARCHAR) WHEN 'end_to' THEN CAST(c.end_to AS VARCHAR)
        WHEN 'term_years' THEN CAST(c.term_years AS VARCHAR) END AS was,
    CASE WHEN n.problem IS NOT NULL THEN n.problem WHEN o.line IS NOT NULL THEN 'contradicts' WHEN a.is_repeated THEN 'repeats'
        WHEN a.line IS NOT NULL THEN 'contradicts' WHEN x.line IS NOT NULL THEN 'impossible' END AS problem,
    CASE WHEN n.problem IS NOT NULL THEN n.detail WHEN o.line IS NOT NULL THEN 'these claims are merged in a circle'
        WHEN a.is_repeated THEN concat('it says what line ', a.earlier, ' says')
        WHEN a.line IS NOT NULL THEN concat('it contradicts line ', a.earlier, ', which holds')
        WHEN x.line IS NOT NULL THEN concat('line ', x.earlier, ' rejects the other claim') END AS detail
FROM named AS n
LEFT JOIN circles AS o USING (line)
LEFT JOIN against AS a USING (line)
LEFT JOIN lost AS x USING (line)
LEFT JOIN lake_claims AS c ON c.claim_id = n.claim_id;
