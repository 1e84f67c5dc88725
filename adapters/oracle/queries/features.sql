-- What the database recorded of the use of features: all rows, those of clones and older versions too, with the current ones flagged.
-- personal: INSTANCE_KEY name, DBID serial
-- plain: CON_ID, VERSION, NAME, CURRENTLY_USED, FIRST_AT, LAST_AT, LAST_SAMPLE_AT, FEATURE_INFO, IS_CURRENT, DETECTED_USAGES
-- plain: TOTAL_SAMPLES, AUX_COUNT
-- grant: V_$DATABASE, GV_$INSTANCE: which database and instance a row is of; without it there is nothing at all
-- grant: CDB_FEATURE_USAGE_STATISTICS: the use of features, from which options and packs follow
-- grant: V_$CONTAINERS: which rows are of this database and not of one that it was cloned from
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || (SELECT MIN(g.INST_ID) FROM GV$INSTANCE g) AS INSTANCE_KEY,
  TO_CHAR(f.CON_ID) AS CON_ID,
  TO_CHAR(f.DBID) AS DBID,
  f.VERSION,
  f.NAME,
  CASE
    WHEN f.VERSION = (SELECT MAX(i.VERSION) FROM GV$INSTANCE i)
      AND (f.DBID = d.DBID OR EXISTS (SELECT 1 FROM V$CONTAINERS c WHERE c.CON_ID = f.CON_ID AND c.DBID = f.DBID))
    THEN 1
    ELSE 0
  END AS IS_CURRENT,
  f.DETECTED_USAGES,
  f.TOTAL_SAMPLES,
  f.CURRENTLY_USED,
  TO_CHAR(f.FIRST_USAGE_DATE, 'YYYY-MM-DD"T"HH24:MI:SS"' || TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') || '"') AS FIRST_AT,
  TO_CHAR(f.LAST_USAGE_DATE, 'YYYY-MM-DD"T"HH24:MI:SS"' || TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') || '"') AS LAST_AT,
  TO_CHAR(f.LAST_SAMPLE_DATE, 'YYYY-MM-DD"T"HH24:MI:SS"' || TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') || '"') AS LAST_SAMPLE_AT,
  f.AUX_COUNT,
  DBMS_LOB.SUBSTR(f.FEATURE_INFO, 1000, 1) AS FEATURE_INFO
FROM CDB_FEATURE_USAGE_STATISTICS f
CROSS JOIN V$DATABASE d
ORDER BY f.CON_ID, f.DBID, f.VERSION, f.NAME
