-- Parameters that decide about packs and options, such as which management packs may be used.
-- personal: INSTANCE_KEY name
-- plain: CON_ID, NAME, VALUE, ISDEFAULT
-- grant: V_$DATABASE, GV_$INSTANCE: which database and instance a row is of; without it there is nothing at all
-- grant: V_$SYSTEM_PARAMETER: the parameters; without it nothing says whether packs were switched off
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || (SELECT MIN(g.INST_ID) FROM GV$INSTANCE g) AS INSTANCE_KEY,
  TO_CHAR(p.CON_ID) AS CON_ID,
  p.NAME,
  p.VALUE,
  p.ISDEFAULT
FROM V$SYSTEM_PARAMETER p
CROSS JOIN V$DATABASE d
WHERE p.NAME IN (
  'cluster_database',
  'compatible',
  'control_management_pack_access',
  'cpu_count',
  'enable_ddl_logging',
  'heat_map',
  'inmemory_force',
  'inmemory_query',
  'inmemory_size',
  'resource_limit',
  'resource_manager_cpu_allocation',
  'resource_manager_plan',
  'sga_target',
  'spatial_vector_acceleration'
)
ORDER BY p.CON_ID, p.NAME
