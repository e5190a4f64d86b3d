-- Name, type and comment of each column of one table or view.
SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = $name AND NOT internal ORDER BY column_index
