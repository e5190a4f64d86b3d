-- How every table, view and macro is made and what its comments say: a release changes with these, too.
WITH made AS (
    SELECT 'table' AS kind, table_name AS name, sql, comment FROM duckdb_tables()
    WHERE NOT internal AND NOT temporary AND database_name = current_database()
    UNION ALL SELECT 'view', view_name, sql, comment FROM duckdb_views()
    WHERE NOT internal AND NOT temporary AND database_name = current_database()
    UNION ALL SELECT 'macro', function_name, macro_definition, NULL FROM duckdb_functions()
    WHERE NOT internal AND function_type = 'table_macro' AND database_name = current_database()
    UNION ALL SELECT 'column', table_name || '.' || column_name, data_type, comment FROM duckdb_columns()
    WHERE NOT internal AND database_name = current_database()
)
FROM made ORDER BY ALL
