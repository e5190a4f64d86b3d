-- A table, view or column that does not say what it holds: nobody could use it without reading the code.
-- severity: block
SELECT table_name, column_name FROM duckdb_columns()
WHERE comment IS NULL AND NOT internal AND (
    table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT temporary)
    OR table_name IN (SELECT view_name FROM duckdb_views() WHERE NOT temporary AND NOT internal))
UNION ALL SELECT table_name, NULL FROM duckdb_tables() WHERE comment IS NULL AND NOT internal AND NOT temporary
UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE comment IS NULL AND NOT internal AND NOT temporary;
