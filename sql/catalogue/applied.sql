-- The lines of corrections.csv that a release applies.
SELECT line_text, line, subject, what, target, value, claim_key, detail FROM fact_correction WHERE outcome = 'applied'
