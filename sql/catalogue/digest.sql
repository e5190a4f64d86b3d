-- A digest of the rows of one table, the same for every order of rows and number of threads.
SELECT count(*) AS rows, coalesce(sum(hash(line)), 0) AS total, coalesce(bit_xor(hash(line)), 0) AS mixed FROM query_table($name) AS line
