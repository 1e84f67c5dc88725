-- The options that are linked into the software, whether anybody uses them or not.
-- personal: INSTANCE_KEY name
-- plain: NAME, VALUE
-- grant: V_$DATABASE, GV_$INSTANCE: which database and instance a row is of; without it there is nothing at all
-- grant: V_$OPTION: the options of the software
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || (SELECT MIN(g.INST_ID) FROM GV$INSTANCE g) AS INSTANCE_KEY,
  'option: ' || o.PARAMETER AS NAME,
  o.VALUE
FROM V$OPTION o
CROSS JOIN V$DATABASE d
ORDER BY o.PARAMETER
