-- The instances that serve the database, one row each; several with RAC. Only those that run are seen.
-- personal: INSTANCE_KEY name, DBID serial, DATABASE_NAME name, DB_UNIQUE_NAME name, INSTANCE_NAME name, HOST_NAME name
-- plain: DATABASE_ROLE, OPEN_MODE, LOG_MODE, CDB, PLATFORM_NAME, CREATED_AT, VERSION, VERSION_FULL, EDITION, DATABASE_TYPE
-- plain: PARALLEL, STATUS, STARTED_AT, CHARACTER_SET, BANNER, INST_ID
-- grant: V_$DATABASE, GV_$INSTANCE: which database and instance a row is of; without it there is nothing at all
-- grant: V_$VERSION: the edition by its banner; everybody has it unless it was taken away
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || i.INST_ID AS INSTANCE_KEY,
  TO_CHAR(d.DBID) AS DBID,
  d.NAME AS DATABASE_NAME,
  d.DB_UNIQUE_NAME,
  d.DATABASE_ROLE,
  d.OPEN_MODE,
  d.LOG_MODE,
  d.CDB,
  d.PLATFORM_NAME,
  TO_CHAR(d.CREATED, 'YYYY-MM-DD"T"HH24:MI:SS"' || TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') || '"') AS CREATED_AT,
  i.INST_ID,
  i.INSTANCE_NAME,
  i.HOST_NAME,
  i.VERSION,
  i.VERSION_FULL, -- optional
  i.EDITION, -- optional
  i.DATABASE_TYPE, -- optional
  i.PARALLEL,
  i.STATUS,
  TO_CHAR(i.STARTUP_TIME, 'YYYY-MM-DD"T"HH24:MI:SS"' || TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') || '"') AS STARTED_AT,
  (SELECT p.VALUE FROM NLS_DATABASE_PARAMETERS p WHERE p.PARAMETER = 'NLS_CHARACTERSET') AS CHARACTER_SET, -- optional
  (SELECT MAX(v.BANNER) FROM V$VERSION v WHERE v.BANNER LIKE 'Oracle%Database%') AS BANNER
FROM GV$INSTANCE i
CROSS JOIN V$DATABASE d
ORDER BY i.INST_ID
