-- One figure told of one commitment: an amount with its hedge, by how many, and whether the headline agrees with it.
-- The rule that chooses the headline stands in sql/marts/open_figures.sql.
CREATE TABLE fact_figure AS
SELECT * FROM open_figures(DATE '9999-12-31') ORDER BY commitment_key, unit, value, bound;
COMMENT ON TABLE fact_figure IS 'Figures told; grain: one amount with its hedge, told of one commitment';
COMMENT ON COLUMN fact_figure.figure_key IS 'Surrogate key';
COMMENT ON COLUMN fact_figure.commitment_key IS 'The commitment';
COMMENT ON COLUMN fact_figure.value IS 'Amount in unit';
COMMENT ON COLUMN fact_figure.unit IS 'ISO 4217 code, MW, count or percent';
COMMENT ON COLUMN fact_figure.bound IS 'exact, about, at_most, at_least or order';
COMMENT ON COLUMN fact_figure.claim_count IS 'Number of claims that tell it';
COMMENT ON COLUMN fact_figure.source_count IS 'Number of independent sources that tell it';
COMMENT ON COLUMN fact_figure.support IS 'Sources that tell it or a figure that agrees with it';
COMMENT ON COLUMN fact_figure.exactness IS '3 exact, 2 about, 1 at most or at least, 0 an order of magnitude';
COMMENT ON COLUMN fact_figure.digits IS 'Number of significant digits';
COMMENT ON COLUMN fact_figure.first_told IS 'Publication day of the first article that tells it';
COMMENT ON COLUMN fact_figure.last_told IS 'Publication day of the last article that tells it';
COMMENT ON COLUMN fact_figure.is_headline IS 'Whether it is the commitment''s headline figure';
COMMENT ON COLUMN fact_figure.agrees IS 'Whether it agrees with the headline within hedges and rounding';
COMMENT ON COLUMN fact_figure.headline_rule IS 'What decided for the headline: only figure, most supported, most exact, most told, newest or correction';
