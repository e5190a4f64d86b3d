-- Tables and views that a release stores, with their columns.
SELECT c.table_name, coalesce(t.comment, v.comment) AS table_comment, v.view_name IS NOT NULL AS is_view, c.column_name, c.data_type, c.comment
FROM duckdb_columns() AS c
LEFT JOIN duckdb_tables() AS t ON t.table_name = c.table_name AND NOT t.temporary
LEFT JOIN duckdb_views() AS v ON v.view_name = c.table_name AND NOT v.temporary
WHERE NOT c.internal AND (t.table_name IS NOT NULL OR v.view_name IS NOT NULL)
ORDER BY c.table_name, c.column_index
