-- What a release knows of itself. Grain: one row, the release.
CREATE TABLE release AS SELECT * FROM release_facts;
COMMENT ON TABLE release IS 'This release; grain: one row';
COMMENT ON COLUMN release.number IS 'Number of the release in its warehouse, from 1';
COMMENT ON COLUMN release.digest IS 'Digest of the content of all other tables: equal content has equal digests';
COMMENT ON COLUMN release.rules IS 'Digest of the files of sql/';
COMMENT ON COLUMN release.reference IS 'Digest of the reference files';
COMMENT ON COLUMN release.extractor IS 'Version of the extractor';
