-- The instances that serve the database: name, host, version and start, several with RAC.
-- grant: V_$INSTANCE, GV_$INSTANCE: the names, hosts and versions of the instances; without it there is no Instance
SELECT
  i.INST_ID,
  i.INSTANCE_NUMBER,
  i.INSTANCE_NAME,
  i.HOST_NAME,
  i.VERSION,
  i.STARTUP_TIME,
  i.STATUS,
  i.PARALLEL,
  i.DATABASE_STATUS,
  i.INSTANCE_ROLE
FROM GV$INSTANCE i
ORDER BY i.INST_ID
