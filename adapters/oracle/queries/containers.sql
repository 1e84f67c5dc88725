-- The containers of the database, closed ones as well, each with whether it could be read: closed ones are missing from all CDB_ views.
-- personal: INSTANCE_KEY name, NAME name, GUID uuid, DBID serial
-- plain: CON_ID, OPEN_MODE, RESTRICTED, READ_STATE
-- grant: V_$DATABASE, GV_$INSTANCE: which database and instance a row is of; without it there is nothing at all
-- grant: V_$CONTAINERS: the containers; without it, nothing says which ones were closed
-- grant: CDB_REGISTRY: whether a container that is open could be read
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || (SELECT MIN(g.INST_ID) FROM GV$INSTANCE g) AS INSTANCE_KEY,
  TO_CHAR(c.CON_ID) AS CON_ID,
  c.NAME,
  RAWTOHEX(c.GUID) AS GUID,
  TO_CHAR(c.DBID) AS DBID,
  c.OPEN_MODE,
  c.RESTRICTED,
  CASE
    WHEN c.OPEN_MODE NOT LIKE 'READ%' THEN 'closed'
    WHEN EXISTS (SELECT 1 FROM CDB_REGISTRY r WHERE r.CON_ID = c.CON_ID) THEN 'yes'
    ELSE 'denied'
  END AS READ_STATE
FROM V$CONTAINERS c
CROSS JOIN V$DATABASE d
WHERE c.NAME <> 'PDB$SEED'
ORDER BY c.CON_ID
