-- The rows of one table or view as JSON objects; decimals as text so that no digit is lost.
SELECT to_json(line)::VARCHAR AS line
FROM (
    SELECT CASE WHEN typeof(COLUMNS(*)) LIKE 'DECIMAL%' THEN to_json(COLUMNS(*)::VARCHAR) ELSE to_json(COLUMNS(*)) END AS "\0"
    FROM (FROM query_table($name) ORDER BY ALL)
) AS line
