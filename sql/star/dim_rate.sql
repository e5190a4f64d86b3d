-- One reference rate of the European Central Bank: what one unit of a currency was worth in euros and in dollars.
-- Grain: one currency on one day with a rate; days without one take the last day before, at most ten days back.
CREATE TABLE dim_rate AS
SELECT currency, rate_date, eur_per_unit, usd_per_unit FROM reference_rates ORDER BY currency, rate_date;
COMMENT ON TABLE dim_rate IS 'ECB reference rates of the currencies that claims name; grain: one currency on one day with a rate';
COMMENT ON COLUMN dim_rate.currency IS 'ISO 4217 code';
COMMENT ON COLUMN dim_rate.rate_date IS 'Day of the rate';
COMMENT ON COLUMN dim_rate.eur_per_unit IS 'Euros for one unit of the currency';
COMMENT ON COLUMN dim_rate.usd_per_unit IS 'US dollars for one unit of the currency';
