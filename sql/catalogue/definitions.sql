-- What a release says besides its rows: views, macros and comments.
SELECT 'view' AS what, view_name AS name, sql AS said FROM duckdb_views() WHERE NOT internal AND NOT temporary AND database_name = current_database()
UNION ALL SELECT 'macro', function_name, macro_definition FROM duckdb_functions() WHERE NOT internal AND function_type = 'table_macro' AND database_name = current_database()
UNION ALL SELECT 'column', concat(table_name, '.', column_name), concat(data_type, ' ', comment) FROM duckdb_columns()
WHERE NOT internal AND comment IS NOT NULL AND database_name = current_database()
ORDER BY ALL
