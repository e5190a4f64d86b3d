-- One thing that was turned down, with its reason: nothing that came in disappears.
CREATE TABLE fact_reject AS
SELECT run_id, stage, source_path, article_id, reason, detail, row AS row_json FROM lake_rejects
UNION ALL
SELECT NULL, 'corrections', 'corrections.csv', NULL, outcome, detail, line_text FROM fact_correction WHERE outcome <> 'applied'
ORDER BY ALL;
COMMENT ON TABLE fact_reject IS 'Rejects; grain: one rejected file or row';
COMMENT ON COLUMN fact_reject.run_id IS 'The run that turned it down first; empty for a line of corrections.csv, which each release tries anew';
COMMENT ON COLUMN fact_reject.stage IS 'Where: fetch, read, articles, reference, claims, pairs, commitments or corrections';
COMMENT ON COLUMN fact_reject.source_path IS 'The file or address';
COMMENT ON COLUMN fact_reject.article_id IS 'The article, where there was one';
COMMENT ON COLUMN fact_reject.reason IS 'Why, as a short code';
COMMENT ON COLUMN fact_reject.detail IS 'Why, in words, and what to do';
COMMENT ON COLUMN fact_reject.row_json IS 'The row that failed, as JSON; of corrections.csv the line';
