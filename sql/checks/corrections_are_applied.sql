-- A line of corrections.csv that is left out: what it corrected is gone, or something is wrong with it. It stands in rejects.
-- severity: warn
SELECT line, outcome, detail FROM fact_correction WHERE outcome <> 'applied';
