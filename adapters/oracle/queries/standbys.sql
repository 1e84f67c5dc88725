-- Where the database sends its redo: its standbys, and whether they are open while they recover (Active Data Guard).
-- personal: INSTANCE_KEY name, NAME name
-- plain: VALUE
-- grant: V_$DATABASE, GV_$INSTANCE: which database and instance a row is of; without it there is nothing at all
-- grant: V_$ARCHIVE_DEST_STATUS: the standbys and their state
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || (SELECT MIN(g.INST_ID) FROM GV$INSTANCE g) AS INSTANCE_KEY,
  'standby: ' || s.DEST_NAME || ' ' || s.DB_UNIQUE_NAME AS NAME,
  s.TYPE || ', ' || s.DATABASE_MODE || ', ' || s.RECOVERY_MODE AS VALUE
FROM V$ARCHIVE_DEST_STATUS s
CROSS JOIN V$DATABASE d
WHERE s.STATUS <> 'INACTIVE' AND s.TYPE <> 'LOCAL'
ORDER BY s.DEST_ID
