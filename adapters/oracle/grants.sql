-- Rights of the user by which Tributary reads a database: to connect, and to read what its queries read.
-- Generated from the comments of the queries. Leave out what you do not want to give: the lines above each grant say what is lost.
-- Make the user first. In a container database that is a common user of the root:
--   CREATE USER c##tributary IDENTIFIED BY "…" CONTAINER = ALL;
--   ALTER USER c##tributary SET CONTAINER_DATA = ALL CONTAINER = CURRENT;
-- and each GRANT ends with CONTAINER = ALL. Without CONTAINER_DATA the user sees the root alone.
DEFINE audit_user = TRIBUTARY_AUDIT

GRANT CREATE SESSION TO &audit_user;

-- the use of features, from which options and packs follow
-- (features)
GRANT SELECT ON SYS.CDB_FEATURE_USAGE_STATISTICS TO &audit_user;

-- whether a container that is open could be read
-- (containers)
GRANT SELECT ON SYS.CDB_REGISTRY TO &audit_user;

-- the users
-- (users)
GRANT SELECT ON SYS.CDB_USERS TO &audit_user;

-- the most processors, cores and sockets that were seen
-- (high-water)
GRANT SELECT ON SYS.DBA_CPU_USAGE_STATISTICS TO &audit_user;

-- the highest figures that the database keeps
-- (high-water)
GRANT SELECT ON SYS.DBA_HIGH_WATER_MARK_STATISTICS TO &audit_user;

-- which database and instance a row is of; without it there is nothing at all
-- (containers, features, high-water, instance, options, parameters, standbys, users)
GRANT SELECT ON SYS.GV_$INSTANCE TO &audit_user;

-- sessions now, and the most since the start
-- (high-water)
GRANT SELECT ON SYS.GV_$LICENSE TO &audit_user;

-- processors, cores, sockets and memory
-- (processors)
GRANT SELECT ON SYS.GV_$OSSTAT TO &audit_user;

-- the standbys and their state
-- (standbys)
GRANT SELECT ON SYS.V_$ARCHIVE_DEST_STATUS TO &audit_user;

-- the containers; without it, nothing says which ones were closed; which rows are of this database and not of one that it was cloned from
-- (containers, features)
GRANT SELECT ON SYS.V_$CONTAINERS TO &audit_user;

-- which database and instance a row is of; without it there is nothing at all
-- (containers, features, high-water, instance, options, parameters, processors, standbys, users)
GRANT SELECT ON SYS.V_$DATABASE TO &audit_user;

-- the options of the software
-- (options)
GRANT SELECT ON SYS.V_$OPTION TO &audit_user;

-- the parameters; without it nothing says whether packs were switched off
-- (parameters)
GRANT SELECT ON SYS.V_$SYSTEM_PARAMETER TO &audit_user;

-- the edition by its banner; everybody has it unless it was taken away
-- (instance)
GRANT SELECT ON SYS.V_$VERSION TO &audit_user;
