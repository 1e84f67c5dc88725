-- The users of all open containers, without those that come with the software.
-- personal: INSTANCE_KEY name, USERNAME account
-- plain: CON_ID, ACCOUNT_STATUS, PROFILE, CREATED_AT, LAST_LOGIN_AT
-- grant: V_$DATABASE, GV_$INSTANCE: which database and instance a row is of; without it there is nothing at all
-- grant: CDB_USERS: the users
SELECT
  d.DBID || '/' || d.DB_UNIQUE_NAME || '/' || (SELECT MIN(g.INST_ID) FROM GV$INSTANCE g) AS INSTANCE_KEY,
  TO_CHAR(u.CON_ID) AS CON_ID,
  u.USERNAME,
  u.ACCOUNT_STATUS,
  u.PROFILE,
  TO_CHAR(u.CREATED, 'YYYY-MM-DD"T"HH24:MI:SS"' || TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') || '"') AS CREATED_AT,
  TO_CHAR(SYS_EXTRACT_UTC(u.LAST_LOGIN), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS LAST_LOGIN_AT
FROM CDB_USERS u
CROSS JOIN V$DATABASE d
WHERE u.ORACLE_MAINTAINED = 'N'
ORDER BY u.CON_ID, u.USERNAME
