-- Names of the tables that a release stores, with their number of rows.
SELECT table_name, estimated_size AS rows FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND database_name = current_database() AND table_name <> 'release' ORDER BY table_name
