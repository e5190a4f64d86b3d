-- Between which days each commitment was told, or told otherwise: what was told last by a day stands today as it stood then.
CREATE TABLE commitment_span AS
WITH told AS (
    SELECT commitment_key, published AS day FROM fact_telling
    UNION ALL
    SELECT commitment_key, unnest([published, replaced_on]) FROM fact_closed_claim WHERE commitment_key IS NOT NULL
)
SELECT commitment_key, coalesce(min(day), DATE '0001-01-01') AS first_told, coalesce(max(day), DATE '0001-01-01') AS last_told
FROM told GROUP BY commitment_key ORDER BY commitment_key;
COMMENT ON TABLE commitment_span IS 'Days of telling; grain: one commitment';
COMMENT ON COLUMN commitment_span.commitment_key IS 'The commitment';
COMMENT ON COLUMN commitment_span.first_told IS 'Publication day of the first article; the year 1 where none has a day';
COMMENT ON COLUMN commitment_span.last_told IS 'Publication day of the last article; the year 1 where none has a day';
