-- How every table and view is made and what its comments say: a release changes with these, too.
SELECT 'table' AS kind, table_name AS name, sql, comment FROM duckdb_tables() WHERE NOT internal AND NOT temporary
UNION ALL SELECT 'view', view_name, sql, comment FROM duckdb_views() WHERE NOT internal AND NOT temporary
UNION ALL SELECT 'column', table_name || '.' || column_name, data_type, comment FROM duckdb_columns()
WHERE NOT internal AND database_name = current_database()
ORDER BY ALL
