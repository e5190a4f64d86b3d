-- A table, view or column that does not say what it holds: nobody could use it without reading the code.
-- severity: block
WITH kept AS (
    SELECT table_name AS name, comment FROM duckdb_tables() WHERE NOT temporary AND NOT internal AND database_name = current_database()
    UNION ALL
    SELECT view_name, comment FROM duckdb_views() WHERE NOT temporary AND NOT internal AND database_name = current_database()
)
SELECT c.table_name, c.column_name FROM duckdb_columns() AS c JOIN kept AS k ON k.name = c.table_name
WHERE c.comment IS NULL AND c.database_name = current_database()
UNION ALL SELECT name, NULL FROM kept WHERE comment IS NULL;
