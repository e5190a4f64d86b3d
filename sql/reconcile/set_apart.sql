-- The claims that corrections.csv takes out of their cluster, each into a cluster of its own. Grain: one claim.
-- `joins` is the claim with which it belongs instead, where there is one.
CREATE TABLE scratch.set_apart AS
SELECT
    m.claim_key, m.joins,
    CAST((SELECT max(cluster_key) FROM time_group) + row_number() OVER (ORDER BY m.claim_key) AS INTEGER) AS cluster_key
FROM (
    SELECT claim_key, any_value(other_key) AS joins FROM claim_correction
    WHERE problem IS NULL AND what IN ('split', 'merge') GROUP BY claim_key
) AS m;
