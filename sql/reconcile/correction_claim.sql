-- Which claim each name in corrections.csv means: an anchor (article@from-to/measure) the claim that now stands there, whatever
-- the extractor reads in it; a claim_id of any version in the lake the claim that stands where it stood. Grain: one name.
-- A claim at the same first character comes before one that only overlaps. Where several stand at one place ("2 billion
-- each"), six more characters tell them apart by what they said; such a name means no other claim. Where another version has
-- replaced the article, the claim is found again if it stands among the same words, forty characters to each side.
CREATE TABLE scratch.correction_claim AS
WITH spoken AS (
    SELECT unnest(string_split(target, '|')) AS name FROM reference_corrections WHERE problem IS NULL
    UNION SELECT unnest(string_split(value, '|')) FROM reference_corrections WHERE problem IS NULL AND what = 'merge'
),
parsed AS (
    SELECT name, string_split_regex(name, '[@/~-]') AS parts FROM spoken WHERE contains(name, '@')
),
places AS (
    SELECT name, parts[1] AS article, CAST(parts[2] AS BIGINT) AS char_start, CAST(parts[3] AS BIGINT) AS char_end, parts[4] AS measure,
        parts[5] AS twin, parts[5] IS NOT NULL AS is_strict
    FROM parsed
    UNION
    SELECT s.name, c.article_id[1:16], c.char_start, c.char_end, c.measure,
        md5(concat_ws('|', CAST(c.from_partners AS VARCHAR), CAST(c.to_partners AS VARCHAR), c.value, c.unit))[1:6], false
    FROM spoken AS s JOIN delta_claims AS c ON c.claim_id = s.name
),
replaced AS (
    SELECT p.name, o.replaced_by[1:16] AS article, p.measure, p.twin, p.is_strict,
        substr(o.text, greatest(p.char_start - 40, 0) + 1, p.char_end + 40 - greatest(p.char_start - 40, 0)) AS words
    FROM places AS p JOIN dim_article AS o ON o.article_id[1:16] = p.article WHERE NOT o.is_current
),
standing AS (
    SELECT c.claim_id, c.article_id[1:16] AS article, c.measure, c.char_start, c.char_end, a.is_current,
        substr(a.text, greatest(c.char_start - 40, 0) + 1, c.char_end + 40 - greatest(c.char_start - 40, 0)) AS words,
        md5(concat_ws('|', CAST(c.from_partners AS VARCHAR), CAST(c.to_partners AS VARCHAR), c.value, c.unit))[1:6] AS twin
    FROM lake_claims AS c
    SEMI JOIN (SELECT article FROM places UNION SELECT article FROM replaced) AS p ON p.article = c.article_id[1:16]
    JOIN dim_article AS a USING (article_id)
),
candidates AS (
    SELECT p.name, s.claim_id, s.measure, s.is_current, s.char_start = p.char_start AS is_exact, s.twin IS NOT DISTINCT FROM p.twin AS is_twin
    FROM places AS p JOIN standing AS s
    ON s.article = p.article AND s.measure = p.measure AND s.char_start < p.char_end AND p.char_start < s.char_end
        AND (s.twin = p.twin OR NOT p.is_strict)
    UNION ALL
    SELECT r.name, s.claim_id, s.measure, s.is_current, true, s.twin IS NOT DISTINCT FROM r.twin
    FROM replaced AS r JOIN standing AS s
    ON s.article = r.article AND s.measure = r.measure AND s.words = r.words AND (s.twin = r.twin OR NOT r.is_strict)
),
meant AS (
    SELECT * FROM candidates
    QUALIFY rank() OVER (PARTITION BY name ORDER BY is_current DESC, is_exact DESC, is_twin DESC) = 1
)
SELECT
    n.name, any_value(m.claim_id) AS claim_id, CAST(hash(any_value(m.claim_id)) >> 1 AS BIGINT) AS claim_key, any_value(m.measure) AS measure,
    CASE WHEN count(m.claim_id) = 0 AND contains(n.name, '@') AND bool_and(a.article_id IS NULL) THEN 'no article is called so'
        WHEN count(m.claim_id) = 0 THEN 'the extractor now reads no such claim there'
        WHEN bool_and(NOT m.is_current) THEN 'another version has replaced its article, and the words around it are others now'
        WHEN count(DISTINCT m.claim_id) > 1 THEN 'several claims stand there; take the anchor of the one you mean' END AS problem
FROM spoken AS n
LEFT JOIN meant AS m USING (name)
LEFT JOIN (SELECT DISTINCT article_id, article_id[1:16] AS short FROM dim_article) AS a ON a.short = n.name[1:16]
GROUP BY n.name;
