-- Commitments as the articles published by `known_on` support them, each in the version that stood then; with `valid_on` only
-- those that run on that day. Grain: one commitment. Figures, sources, status, days and terms are those known then; which claims belong together, and
-- the names of the parties, are what is known now: so a deal that was told differently later is still one deal,
-- and one that no article tells any more stands until the day of the version that left it out.
-- A commitment runs from its start (else its announcement, else its first telling) to its end, else its start and term.
CREATE MACRO commitments_as_of(known_on, valid_on := NULL) AS TABLE
WITH settled AS (
    SELECT f.commitment_key, f.value, f.unit, f.bound, f.low, f.high, f.headline_rule, f.rival_count, f.announced, f.status, f.start_from,
        f.start_to, f.end_from, f.end_to, f.term_years, f.source_count, f.first_told, f.last_told, f.certainty
    FROM fact_commitment AS f JOIN commitment_span AS s USING (commitment_key)
    WHERE s.last_told <= known_on AND known_on <> DATE '9999-12-31'
    UNION ALL
    SELECT commitment_key, value, unit, bound, low, high, headline_rule, rival_count, announced, status, start_from, start_to, end_from, end_to,
        term_years, source_count, first_told, last_told, certainty
    FROM open_state(known_on)
),
named AS (
    SELECT commitment_key, commitment_id, from_partners, to_partners, kind, measure, scope FROM commitments
    UNION ALL
    SELECT g.commitment_key, g.commitment_id, g.from_partners, g.to_partners, k.kind, g.measure, g.scope
    FROM fact_closed_commitment AS g JOIN dim_kind AS k USING (kind_key)
)
SELECT
    c.commitment_key, c.commitment_id, c.from_partners, c.to_partners, c.kind, c.measure, s.value, s.low, s.high, s.unit, s.bound,
    c.scope, s.status, s.announced, s.start_from, s.start_to, s.end_from, s.end_to, s.term_years, s.source_count, s.first_told,
    s.last_told, s.headline_rule, s.rival_count,
    s.status IN ('agreed', 'reported') AND coalesce(s.end_to < known_on, false) AS is_overdue,
    c.scope = 'whole' AND s.status <> 'cancelled' AND k.is_additive AS is_additive, s.certainty
FROM settled AS s
JOIN named AS c USING (commitment_key)
JOIN dim_kind AS k ON k.kind = c.kind
WHERE valid_on IS NULL OR (
    coalesce(s.start_from, s.start_to, s.announced, s.first_told, DATE '0001-01-01') <= valid_on
    AND valid_on <= coalesce(s.end_to, s.end_from,
        coalesce(s.start_to, s.announced, s.first_told) + to_days(CAST(round(s.term_years * 365.25) AS INTEGER)), DATE '9999-12-31'));
