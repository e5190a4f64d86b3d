-- What one source told of one commitment on one day: an amount, its hedge and the status. The claims, counted; a source
-- that tells something twice is as certain as its surest claim.
CREATE TABLE fact_telling AS
SELECT commitment_key, value, unit, bound, status, source_key, published, CAST(count(*) AS INTEGER) AS claim_count, max(certainty) AS certainty
FROM fact_claim
GROUP BY ALL
ORDER BY ALL;
COMMENT ON TABLE fact_telling IS 'Tellings; grain: one figure and status that one source told of one commitment on one day';
COMMENT ON COLUMN fact_telling.commitment_key IS 'The commitment';
COMMENT ON COLUMN fact_telling.value IS 'Amount in unit';
COMMENT ON COLUMN fact_telling.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN fact_telling.bound IS 'exact, about, at_most, at_least or order';
COMMENT ON COLUMN fact_telling.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN fact_telling.source_key IS 'The source';
COMMENT ON COLUMN fact_telling.published IS 'Day of publication';
COMMENT ON COLUMN fact_telling.claim_count IS 'Number of claims';
COMMENT ON COLUMN fact_telling.certainty IS 'Certainty of the surest of these claims';
