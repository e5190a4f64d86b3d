-- A day before 2015 or after 2060: more likely misread than meant.
-- severity: warn
SELECT claim_key, announced, start_from, start_to, end_from, end_to FROM fact_claim
WHERE least(announced, start_from, start_to, end_from, end_to) < DATE '2015-01-01'
    OR greatest(announced, start_from, start_to, end_from, end_to) > DATE '2060-12-31';
