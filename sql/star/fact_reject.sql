-- One thing that was turned down, with its reason: nothing that came in disappears.
CREATE TABLE fact_reject AS
SELECT run_id, stage, source_path, article_id, reason, detail, row AS row_json FROM lake_rejects ORDER BY ALL;
COMMENT ON TABLE fact_reject IS 'Rejects; grain: one rejected file or row';
COMMENT ON COLUMN fact_reject.run_id IS 'The run that turned it down first';
COMMENT ON COLUMN fact_reject.stage IS 'Where: fetch, read, articles, reference, claims, pairs or commitments';
COMMENT ON COLUMN fact_reject.source_path IS 'The file or address';
COMMENT ON COLUMN fact_reject.article_id IS 'The article, where there was one';
COMMENT ON COLUMN fact_reject.reason IS 'Why, as a short code';
COMMENT ON COLUMN fact_reject.detail IS 'Why, in words, and what to do';
COMMENT ON COLUMN fact_reject.row_json IS 'The row that failed, as JSON';
