-- Everything that was turned down, and why.
CREATE VIEW rejects AS
SELECT run_id, stage, source_path, article_id, reason, detail, row_json FROM fact_reject;
COMMENT ON VIEW rejects IS 'Rejects, readable; grain: one rejected file or row';
