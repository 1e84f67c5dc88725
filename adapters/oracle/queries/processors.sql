-- Processors and memory as the operating system of each instance says: virtual ones in a guest.
-- personal: INSTANCE_KEY name
-- plain: NAME, VALUE
-- grant: V_$DATABASE: which database and instance a row is of; without it there is nothing at all
-- grant: GV_$OSSTAT: processors, cores, sockets and memory
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || s.INST_ID AS INSTANCE_KEY,
  'os: ' || s.STAT_NAME AS NAME,
  TO_CHAR(s.VALUE) AS VALUE
FROM GV$OSSTAT s
CROSS JOIN V$DATABASE d
WHERE s.STAT_NAME IN ('NUM_CPUS', 'NUM_CPU_CORES', 'NUM_CPU_SOCKETS', 'NUM_LCPUS', 'NUM_VCPUS', 'PHYSICAL_MEMORY_BYTES')
ORDER BY s.INST_ID, s.STAT_NAME
