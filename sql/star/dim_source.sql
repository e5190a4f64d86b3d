-- One independent source: a publisher, else a host, else an article that names neither. Near-copies are one source.
CREATE TABLE dim_source AS
SELECT CAST(row_number() OVER (ORDER BY source) AS INTEGER) AS source_key, source FROM (SELECT DISTINCT source FROM dim_article)
ORDER BY source_key;
COMMENT ON TABLE dim_source IS 'Independent sources; grain: one source';
COMMENT ON COLUMN dim_source.source_key IS 'Surrogate key in this release';
COMMENT ON COLUMN dim_source.source IS 'The publisher, else the host of the address, else the article itself';
