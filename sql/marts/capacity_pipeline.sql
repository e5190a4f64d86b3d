-- Megawatts by the quarter in which they are expected, spread evenly over the days of the interval told.
-- Grain: one quarter of one commitment of power; `quarter` is empty where no article says when. The interval is that of
-- the start, else that of the end. A site's capacity and the chips that fill it are different kinds: do not add kinds.
CREATE VIEW capacity_pipeline AS
WITH spread AS (
    SELECT c.commitment_key, c.commitment_id, k.kind, c.value, c.low, c.high, c.status, c.certainty,
        coalesce(c.start_from, c.start_to, c.end_from, c.end_to) AS day_from,
        coalesce(c.start_to, c.start_from, c.end_to, c.end_from) AS day_to
    FROM fact_commitment AS c JOIN dim_kind AS k USING (kind_key)
    WHERE c.measure = 'power' AND c.is_additive
),
quarters AS (
    SELECT *, unnest(CASE WHEN day_from IS NULL THEN [NULL::DATE]
        ELSE generate_series(date_trunc('quarter', day_from), date_trunc('quarter', day_to), INTERVAL 3 MONTH)::DATE[] END) AS quarter
    FROM spread
),
shared AS (
    SELECT *, CASE WHEN quarter IS NULL THEN 1.0 ELSE
        (least(day_to, CAST(quarter + INTERVAL 3 MONTH AS DATE) - 1) - greatest(day_from, quarter) + 1)::DOUBLE / (day_to - day_from + 1) END AS share
    FROM quarters
)
SELECT
    quarter, kind, commitment_key, commitment_id, status, CAST(value AS DOUBLE) * share AS mw, CAST(low AS DOUBLE) * share AS mw_low,
    CAST(high AS DOUBLE) * share AS mw_high, share, certainty
FROM shared;
COMMENT ON VIEW capacity_pipeline IS 'Expected megawatts; grain: one quarter of one commitment of power';
COMMENT ON COLUMN capacity_pipeline.quarter IS 'First day of the quarter; empty where no article says when';
COMMENT ON COLUMN capacity_pipeline.kind IS 'Kind of commitment; do not add kinds';
COMMENT ON COLUMN capacity_pipeline.commitment_key IS 'Surrogate key in this release';
COMMENT ON COLUMN capacity_pipeline.commitment_id IS 'Name that stays the same from release to release: made from where it was first told and of whom, also once that telling is replaced or corrected';
COMMENT ON COLUMN capacity_pipeline.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN capacity_pipeline.mw IS 'Megawatts of the headline that fall into the quarter';
COMMENT ON COLUMN capacity_pipeline.mw_low IS 'Megawatts of the low figure that fall into the quarter';
COMMENT ON COLUMN capacity_pipeline.mw_high IS 'Megawatts of the high figure that fall into the quarter';
COMMENT ON COLUMN capacity_pipeline.share IS 'Part of the commitment that falls into the quarter';
COMMENT ON COLUMN capacity_pipeline.certainty IS 'Probability, 0 to 0.99, that at least one independent source is right whose figure agrees with the headline';
