-- A digest of the rows of one table, the same for every order of rows and number of threads.
SELECT count(*) AS rows, coalesce(sum(md5_number_lower(CAST(line AS VARCHAR))), 0) AS low, coalesce(sum(md5_number_upper(CAST(line AS VARCHAR))), 0) AS high
FROM query_table($name) AS line
