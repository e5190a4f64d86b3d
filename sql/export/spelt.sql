-- The rows of one table or view as text: lists as JSON, and text that a spreadsheet would take for a formula with an apostrophe before it.
-- Text that looks so already gets one more: taking one away gives the text as it was.
SELECT CASE
        WHEN typeof(COLUMNS(*)) LIKE '%]' THEN to_json(COLUMNS(*))::VARCHAR
        WHEN typeof(COLUMNS(*)) = 'VARCHAR' THEN regexp_replace(COLUMNS(*)::VARCHAR, '^(''*\s*[=+@＝＋－＠-])', '''\1')
        ELSE COLUMNS(*)::VARCHAR
    END AS "\0"
FROM (FROM query_table($name) ORDER BY ALL)
