-- Every deal in one readable row. Grain: one deal.
CREATE TABLE deals AS
WITH parts AS (
    SELECT d.deal_key, list(format('{:s} {:s} {:s}', CAST(CAST(c.value AS DOUBLE) AS VARCHAR), c.unit, k.kind) ORDER BY c.commitment_key) AS contents
    FROM (SELECT deal_key, unnest(commitments) AS commitment_key FROM dim_deal) AS d
    JOIN fact_commitment AS c USING (commitment_key) JOIN dim_kind AS k USING (kind_key)
    GROUP BY d.deal_key
)
SELECT d.deal_key, d.deal_id, d.partners, d.announced, d.first_told, d.last_told, d.status, d.is_overdue, d.commitment_count, p.contents
FROM dim_deal AS d JOIN parts AS p USING (deal_key)
ORDER BY d.deal_key;
COMMENT ON TABLE deals IS 'Deals, readable; grain: one deal';
COMMENT ON COLUMN deals.deal_key IS 'Surrogate key in this release';
COMMENT ON COLUMN deals.deal_id IS 'Identity of its first commitment; stays the same from release to release';
COMMENT ON COLUMN deals.partners IS 'Groups that take part, in alphabetical order';
COMMENT ON COLUMN deals.announced IS 'First day of announcement among its commitments';
COMMENT ON COLUMN deals.first_told IS 'Publication day of the first article about it';
COMMENT ON COLUMN deals.last_told IS 'Publication day of the last article about it';
COMMENT ON COLUMN deals.status IS 'reported, agreed, extended, completed or cancelled';
COMMENT ON COLUMN deals.is_overdue IS 'Whether the end of one of its commitments has passed without word';
COMMENT ON COLUMN deals.commitment_count IS 'Number of its commitments';
COMMENT ON COLUMN deals.contents IS 'Its commitments in words: amount, unit and kind';
