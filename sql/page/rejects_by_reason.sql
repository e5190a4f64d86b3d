-- What is turned down, by stage and reason, with an example of each.
SELECT stage, reason, count(*) AS rejects, min(detail) AS example
FROM fact_reject
GROUP BY stage, reason
ORDER BY rejects DESC, stage, reason
LIMIT 20;
