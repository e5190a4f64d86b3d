-- The claims of the lake as corrections.csv leaves them: some accepted or changed, some rejected. Grain: one claim as one run read it.
CREATE TEMP VIEW corrected_claims AS
SELECT c.* FROM delta_claims AS c
ANTI JOIN (
    SELECT claim_id FROM claim_correction WHERE problem IS NULL AND what IN ('accept', 'change', 'reject')
) AS t USING (claim_id)
UNION ALL BY NAME
SELECT * EXCLUDE (said_measure, said_twin, broken) FROM claim_change WHERE broken IS NULL;
