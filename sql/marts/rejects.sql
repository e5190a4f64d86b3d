-- Everything that was turned down, and why.
CREATE VIEW rejects AS
SELECT run_id, stage, source_path, article_id, reason, detail, row_json FROM fact_reject;
COMMENT ON VIEW rejects IS 'Rejects, readable; grain: one rejected file or row';
COMMENT ON COLUMN rejects.run_id IS 'The run that turned it down first; empty for a line of corrections.csv, which each release tries anew';
COMMENT ON COLUMN rejects.stage IS 'Where: fetch, read, articles, reference, claims, pairs, commitments or corrections';
COMMENT ON COLUMN rejects.source_path IS 'The file or address';
COMMENT ON COLUMN rejects.article_id IS 'The article, where there was one';
COMMENT ON COLUMN rejects.reason IS 'Why, as a short code';
COMMENT ON COLUMN rejects.detail IS 'Why, in words, and what to do';
COMMENT ON COLUMN rejects.row_json IS 'The row that failed, as JSON; of corrections.csv the line';
