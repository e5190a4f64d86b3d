-- A table that has lost a tenth of its rows, or more than doubled, since the last release: perhaps a source fell silent.
-- severity: warn
SELECT t.table_name, p.rows AS rows_before, t.estimated_size AS rows_now
FROM duckdb_tables() AS t JOIN previous_rows AS p USING (table_name)
WHERE t.database_name = current_database() AND p.rows >= 20
    AND (t.estimated_size < p.rows * 0.9 OR t.estimated_size > p.rows * 2);
