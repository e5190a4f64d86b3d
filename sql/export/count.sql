-- The number of rows of one table or view.
SELECT count(*) FROM query_table($name)
