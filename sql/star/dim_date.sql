-- One day of the calendar, from 1970 to 2100, and the unknown day; the contracts admit no other.
-- Role-played as announced, published, start and end.
CREATE TABLE dim_date AS
SELECT
    CAST(strftime(day, '%Y%m%d') AS INTEGER) AS date_key, CAST(day AS DATE) AS day,
    CAST(year(day) AS INTEGER) AS year, CAST(CASE WHEN month(day) <= 6 THEN 1 ELSE 2 END AS INTEGER) AS half,
    CAST(quarter(day) AS INTEGER) AS quarter, CAST(month(day) AS INTEGER) AS month,
    CAST(isoyear(day) AS INTEGER) AS iso_year, CAST(week(day) AS INTEGER) AS iso_week
FROM generate_series(DATE '1970-01-01', DATE '2100-12-31', INTERVAL 1 DAY) AS calendar(day)
UNION ALL SELECT -1, NULL, NULL, NULL, NULL, NULL, NULL, NULL
ORDER BY date_key;
COMMENT ON TABLE dim_date IS 'Calendar; grain: one day';
COMMENT ON COLUMN dim_date.date_key IS 'Surrogate key yyyymmdd; -1 is the unknown day';
COMMENT ON COLUMN dim_date.day IS 'The day';
COMMENT ON COLUMN dim_date.year IS 'Calendar year';
COMMENT ON COLUMN dim_date.half IS 'Half of the year, 1 or 2';
COMMENT ON COLUMN dim_date.quarter IS 'Quarter of the year, 1 to 4';
COMMENT ON COLUMN dim_date.month IS 'Month of the year, 1 to 12';
COMMENT ON COLUMN dim_date.iso_year IS 'Year of the ISO 8601 week';
COMMENT ON COLUMN dim_date.iso_week IS 'ISO 8601 week, 1 to 53';
