-- The rows of one table or view, in an order that is the same everywhere.
FROM query_table($name) ORDER BY ALL
