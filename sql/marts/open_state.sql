-- What articles published by a day say of each open commitment. Grain: one commitment. The star itself is this macro on the
-- last of days, when all are open.
-- `low` is what even the most cautious telling vouches for (nothing, where all say "up to"), `high` the largest figure told;
-- both in the headline's unit. Days and terms are those that most claims give; nothing was announced after it
-- was first told.
-- Certainty: that at least one of the independent sources whose figure agrees with the headline is right, as if each erred on its
-- own: 1 less the product of their doubts, a source doubted as its surest claim. They do not quite err on their own, since they
-- take over each other's words, so no certainty is above 0.99. (The product is a sum of whole numbers, to be the same in any order.)
-- Status: the furthest step told; a cancellation counts unless more sources have told otherwise since. What corrections.csv says of
-- a field comes before all; an interval of which it moves one end stays one.
CREATE MACRO open_state(known_on) AS TABLE
WITH told AS (SELECT * FROM open_tellings(known_on)),
claimed AS (
    SELECT commitment_key, published, announced, start_from, start_to, end_from, end_to, term_years FROM fact_claim
    WHERE coalesce(published, DATE '0001-01-01') <= known_on
        AND (announced IS NOT NULL OR start_from IS NOT NULL OR start_to IS NOT NULL OR end_from IS NOT NULL OR end_to IS NOT NULL
            OR term_years IS NOT NULL)
        AND (known_on = DATE '9999-12-31' OR commitment_key IN (
            SELECT commitment_key FROM commitment_span WHERE last_told > known_on AND first_told <= known_on))
    UNION ALL
    SELECT commitment_key, published, announced, start_from, start_to, end_from, end_to, term_years FROM fact_closed_claim
    WHERE commitment_key IS NOT NULL AND coalesce(published, DATE '0001-01-01') <= known_on AND known_on < replaced_on
),
figures AS (
    SELECT * FROM fact_figure WHERE known_on = DATE '9999-12-31'
    UNION ALL SELECT * FROM open_figures(known_on) WHERE known_on <> DATE '9999-12-31'
),
by_source AS (
    SELECT t.commitment_key, t.source_key, coalesce(max(t.certainty) FILTER (f.agrees), 0) AS certainty
    FROM told AS t JOIN figures AS f USING (figure_key) GROUP BY t.commitment_key, t.source_key
),
sources AS (
    SELECT commitment_key, CAST(count(*) AS INTEGER) AS source_count,
        round(least(0.99, 1 - exp(sum(CAST(round(1e9 * ln(1 - least(certainty, 0.99))) AS BIGINT)) / 1e9)), 3) AS certainty
    FROM by_source GROUP BY commitment_key
),
denied AS (
    SELECT commitment_key, min(published) AS cancelled_on, count(DISTINCT source_key) AS deniers FROM told WHERE status = 'cancelled' GROUP BY commitment_key
),
steps AS (
    SELECT commitment_key, bool_or(status = 'completed') AS is_completed, bool_or(status = 'agreed') AS is_agreed, CAST(count(*) AS INTEGER) AS claim_count,
        min(published) AS first_told, max(published) AS last_told
    FROM told GROUP BY commitment_key
),
contradicted AS (
    SELECT t.commitment_key, count(DISTINCT t.source_key) AS contradictors
    FROM told AS t JOIN denied AS d USING (commitment_key)
    WHERE t.status <> 'cancelled' AND t.published > d.cancelled_on
    GROUP BY t.commitment_key
),
days AS (
    SELECT c.commitment_key, c.announced, count(*) AS n
    FROM claimed AS c JOIN steps AS s USING (commitment_key)
    WHERE c.announced IS NOT NULL AND coalesce(c.announced <= s.first_told + 3, true) GROUP BY ALL
),
announcements AS (SELECT commitment_key, arg_max(announced, (n, -epoch(announced))) AS announced FROM days GROUP BY commitment_key),
begins AS (
    SELECT commitment_key, struct_pack(start_from, start_to) AS told, count(*) AS n, max(published) AS newest
    FROM claimed WHERE start_from IS NOT NULL OR start_to IS NOT NULL GROUP BY ALL
),
starts AS (SELECT commitment_key, arg_max(told, (n, newest, told)) AS told FROM begins GROUP BY commitment_key),
finishes AS (
    SELECT commitment_key, struct_pack(end_from, end_to) AS told, count(*) AS n, max(published) AS newest
    FROM claimed WHERE end_from IS NOT NULL OR end_to IS NOT NULL GROUP BY ALL
),
ends AS (SELECT commitment_key, arg_max(told, (n, newest, told)) AS told FROM finishes GROUP BY commitment_key),
lengths AS (SELECT commitment_key, term_years, count(*) AS n FROM claimed WHERE term_years IS NOT NULL GROUP BY ALL),
terms AS (SELECT commitment_key, arg_max(term_years, (n, term_years)) AS term_years FROM lengths GROUP BY commitment_key),
spans AS (
    SELECT f.commitment_key, coalesce(min(f.value) FILTER (f.bound <> 'at_most' AND f.unit = h.unit), 0) AS low,
        max(f.value) FILTER (f.unit = h.unit) AS high, CAST(count(*) AS INTEGER) AS figure_count,
        CAST(count(*) FILTER (NOT f.agrees) AS INTEGER) AS rival_count
    FROM figures AS f JOIN figures AS h ON h.commitment_key = f.commitment_key AND h.is_headline
    GROUP BY f.commitment_key
)
SELECT
    h.commitment_key, h.value, h.unit, h.bound, p.low, p.high, h.headline_rule, p.figure_count, p.rival_count,
    CASE WHEN NOT coalesce(list_contains(o.cleared, 'announced'), false) THEN coalesce(o.announced, a.announced) END AS announced,
    CASE WHEN o.status IS NOT NULL THEN o.status WHEN d.deniers >= coalesce(x.contradictors, 0) THEN 'cancelled' WHEN s.is_completed THEN 'completed'
        WHEN s.is_agreed THEN 'agreed' ELSE 'reported' END AS status,
    CASE WHEN NOT coalesce(list_contains(o.cleared, 'start_from'), false)
        THEN coalesce(o.start_from, CASE WHEN b.told.start_from > o.start_to THEN o.start_to ELSE b.told.start_from END) END AS start_from,
    CASE WHEN NOT coalesce(list_contains(o.cleared, 'start_to'), false)
        THEN coalesce(o.start_to, CASE WHEN b.told.start_to < o.start_from THEN o.start_from ELSE b.told.start_to END) END AS start_to,
    CASE WHEN NOT coalesce(list_contains(o.cleared, 'end_from'), false)
        THEN coalesce(o.end_from, CASE WHEN e.told.end_from > o.end_to THEN o.end_to ELSE e.told.end_from END) END AS end_from,
    CASE WHEN NOT coalesce(list_contains(o.cleared, 'end_to'), false)
        THEN coalesce(o.end_to, CASE WHEN e.told.end_to < o.end_from THEN o.end_from ELSE e.told.end_to END) END AS end_to,
    CASE WHEN NOT coalesce(list_contains(o.cleared, 'term_years'), false) THEN coalesce(o.term_years, t.term_years) END AS term_years,
    q.source_count, s.claim_count, s.first_told, s.last_told, q.certainty
FROM figures AS h
JOIN steps AS s USING (commitment_key)
JOIN sources AS q USING (commitment_key)
LEFT JOIN denied AS d USING (commitment_key)
JOIN spans AS p USING (commitment_key)
LEFT JOIN contradicted AS x USING (commitment_key)
LEFT JOIN announcements AS a USING (commitment_key)
LEFT JOIN starts AS b USING (commitment_key)
LEFT JOIN ends AS e USING (commitment_key)
LEFT JOIN terms AS t USING (commitment_key)
LEFT JOIN commitment_override AS o USING (commitment_key)
WHERE h.is_headline;
