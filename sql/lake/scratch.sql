-- A place for the tables of sql/reconcile, which no release keeps: in memory and compressed.
ATTACH ':memory:' AS scratch (COMPRESS);
SET search_path = 'building.main,scratch.main';
