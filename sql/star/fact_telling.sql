-- What is told of one commitment, by which source and when: claims reduced to what decides over figures and status.
CREATE VIEW fact_telling AS
SELECT commitment_key, figure_key, value, unit, bound, status, source_key, published, certainty FROM fact_claim;
COMMENT ON VIEW fact_telling IS 'Tellings; grain: one claim, reduced to figure, status, source and day';
COMMENT ON COLUMN fact_telling.commitment_key IS 'The commitment';
COMMENT ON COLUMN fact_telling.figure_key IS 'The figure that is told';
COMMENT ON COLUMN fact_telling.value IS 'Amount in unit';
COMMENT ON COLUMN fact_telling.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN fact_telling.bound IS 'exact, about, at_most, at_least or order';
COMMENT ON COLUMN fact_telling.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN fact_telling.source_key IS 'The source';
COMMENT ON COLUMN fact_telling.published IS 'Day of publication';
COMMENT ON COLUMN fact_telling.certainty IS 'Probability, 0 to 1, that the claim is right (see docs/certainty.md)';
