-- The lines of corrections.csv that a release applies.
SELECT line_text FROM fact_correction WHERE outcome = 'applied'
