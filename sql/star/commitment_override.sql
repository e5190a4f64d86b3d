-- What corrections.csv changes of a commitment, whatever the articles say. Grain: one commitment; what it leaves alone is empty.
CREATE TABLE commitment_override AS
SELECT * EXCLUDE (broken) FROM commitment_change WHERE broken IS NULL ORDER BY commitment_key;
COMMENT ON TABLE commitment_override IS 'Corrected fields of commitments; grain: one commitment that has some';
COMMENT ON COLUMN commitment_override.commitment_key IS 'The commitment';
COMMENT ON COLUMN commitment_override.cleared IS 'Fields that are to be empty';
COMMENT ON COLUMN commitment_override.value IS 'Figure chosen as the headline';
COMMENT ON COLUMN commitment_override.unit IS 'Unit of the figure chosen as the headline';
COMMENT ON COLUMN commitment_override.bound IS 'Hedge of the figure chosen as the headline';
COMMENT ON COLUMN commitment_override.kind IS 'Kind of commitment';
COMMENT ON COLUMN commitment_override.scope IS 'whole, part or total';
COMMENT ON COLUMN commitment_override.status IS 'agreed, completed, reported or cancelled';
COMMENT ON COLUMN commitment_override.announced IS 'Day of announcement';
COMMENT ON COLUMN commitment_override.start_from IS 'Earliest day on which it begins';
COMMENT ON COLUMN commitment_override.start_to IS 'Latest day on which it begins';
COMMENT ON COLUMN commitment_override.end_from IS 'Earliest day on which it is complete';
COMMENT ON COLUMN commitment_override.end_to IS 'Latest day on which it is complete';
COMMENT ON COLUMN commitment_override.term_years IS 'Term of the contract in years';
COMMENT ON COLUMN commitment_override.from_partners IS 'Names of those who give';
COMMENT ON COLUMN commitment_override.to_partners IS 'Names of those who receive';
