-- One line of corrections.csv and what became of it.
CREATE TABLE fact_correction AS
WITH found AS (
    SELECT c.line, c.claim_key, f.commitment_key, c.problem, c.detail, c.note FROM claim_correction AS c LEFT JOIN fact_claim AS f USING (claim_key)
    UNION ALL
    SELECT line, NULL, commitment_key, problem, detail, note FROM commitment_correction
)
SELECT
    r.line, r.target, r.subject, r.what, nullif(r.field, '') AS field, r.value, nullif(r.author, '') AS author, r.day, r.reason,
    coalesce(r.problem, f.problem, 'applied') AS outcome, CASE
        WHEN r.problem IS NOT NULL THEN concat('corrections.csv, line ', r.line, ': ', r.detail)
        WHEN f.problem IS NOT NULL THEN concat('corrections.csv, line ', r.line, ': ', f.detail, '; the line is left out: correct it or delete it')
        ELSE f.note END AS detail,
    f.claim_key, f.commitment_key, r.line_text
FROM reference_corrections AS r LEFT JOIN found AS f USING (line)
ORDER BY r.line;
COMMENT ON TABLE fact_correction IS 'Corrections; grain: one line of corrections.csv';
COMMENT ON COLUMN fact_correction.line IS 'Its number in the file';
COMMENT ON COLUMN fact_correction.target IS 'The claim or commitment that it names';
COMMENT ON COLUMN fact_correction.subject IS 'claim or commitment';
COMMENT ON COLUMN fact_correction.what IS 'accept, reject, change, split or merge';
COMMENT ON COLUMN fact_correction.field IS 'The field that it changes';
COMMENT ON COLUMN fact_correction.value IS 'The new value, or the other claim or commitment';
COMMENT ON COLUMN fact_correction.author IS 'Who says so';
COMMENT ON COLUMN fact_correction.day IS 'Since when';
COMMENT ON COLUMN fact_correction.reason IS 'Why';
COMMENT ON COLUMN fact_correction.outcome IS 'applied; else why it is left out: gone, ambiguous, impossible, contradicts, repeats, or what is wrong with the line';
COMMENT ON COLUMN fact_correction.detail IS 'The correction in words, or what is wrong and what to do';
COMMENT ON COLUMN fact_correction.claim_key IS 'The claim, where it is about one that still stands';
COMMENT ON COLUMN fact_correction.commitment_key IS 'The commitment that it concerns, where that stands';
COMMENT ON COLUMN fact_correction.line_text IS 'The line as it stands in the file';
