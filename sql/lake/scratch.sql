-- A place for the tables of sql/reconcile, which no release keeps: in memory, not compressed, since each is read but a few times.
ATTACH ':memory:' AS scratch;
SET search_path = 'building.main,scratch.main';
