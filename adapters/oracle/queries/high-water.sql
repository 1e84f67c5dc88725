-- The highest figures: what the database keeps of its own, and sessions and processors. Sessions count since the instance was started.
-- personal: INSTANCE_KEY name
-- plain: NAME, DESCRIPTION, HIGHEST, LAST_VALUE
-- grant: V_$DATABASE, GV_$INSTANCE: which database and instance a row is of; without it there is nothing at all
-- grant: DBA_HIGH_WATER_MARK_STATISTICS: the highest figures that the database keeps
-- grant: GV_$LICENSE: sessions now, and the most since the start
-- grant: DBA_CPU_USAGE_STATISTICS: the most processors, cores and sockets that were seen
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || (SELECT MIN(g.INST_ID) FROM GV$INSTANCE g) AS INSTANCE_KEY,
  h.NAME,
  h.HIGHWATER AS HIGHEST,
  h.LAST_VALUE AS LAST_VALUE,
  h.DESCRIPTION
FROM DBA_HIGH_WATER_MARK_STATISTICS h
JOIN V$DATABASE d ON d.DBID = h.DBID
WHERE h.VERSION = (SELECT MAX(i.VERSION) FROM GV$INSTANCE i)
UNION ALL
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || l.INST_ID,
  'sessions since start',
  l.SESSIONS_HIGHWATER,
  l.SESSIONS_CURRENT,
  'The most sessions at once since the instance was started, and now'
FROM GV$LICENSE l
CROSS JOIN V$DATABASE d
UNION ALL
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || (SELECT MIN(g.INST_ID) FROM GV$INSTANCE g) AS INSTANCE_KEY,
  CASE n.PART WHEN 1 THEN 'processors' WHEN 2 THEN 'cores' ELSE 'sockets' END,
  MAX(CASE n.PART WHEN 1 THEN c.CPU_COUNT WHEN 2 THEN c.CPU_CORE_COUNT ELSE c.CPU_SOCKET_COUNT END),
  NULL,
  'The most that the database has seen, as its operating system says'
FROM DBA_CPU_USAGE_STATISTICS c
JOIN V$DATABASE d ON d.DBID = c.DBID
CROSS JOIN (SELECT LEVEL AS PART FROM DUAL CONNECT BY LEVEL <= 3) n
GROUP BY d.DBID, d.DB_UNIQUE_NAME, n.PART
ORDER BY 1, 2
