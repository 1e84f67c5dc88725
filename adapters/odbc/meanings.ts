import type { SqlCode } from '../sql/faults.ts';

/** What can have happened, and what to do about it. */
export interface Meaning {
  readonly code: SqlCode;
  readonly remedy: string;
}

export const failed: Meaning = {
  code: 'sql/failed',
  remedy: 'Try the query by hand with the same login.',
};
export const unreachable: Meaning = {
  code: 'sql/unreachable',
  remedy: 'Check server and port of the connection, and the way to them from this machine.',
};
export const login: Meaning = {
  code: 'sql/login',
  remedy: 'Check the user, and the variable or file that the password refers to.',
};
export const driverMissing: Meaning = {
  code: 'sql/driver-missing',
  remedy: 'Install the ODBC driver that the connection names; `odbcinst -q -d` lists those that are there.',
};
export const missingObject: Meaning = {
  code: 'sql/missing-object',
  remedy: 'Check the database of the connection; `tributary datasets` lists what is there.',
};
export const missingColumn: Meaning = { code: 'sql/missing-column', remedy: 'Change the query.' };
export const missingRight: Meaning = {
  code: 'sql/missing-right',
  remedy: 'Grant the login the right to read it.',
};
export const dropped: Meaning = { code: 'sql/dropped', remedy: 'Run it again.' };
export const deadlock: Meaning = { code: 'sql/deadlock', remedy: 'Run it again, at a quieter time.' };
export const killed: Meaning = { code: 'sql/killed', remedy: 'Ask the administrator of the database.' };
export const timeout: Meaning = { code: 'sql/timeout', remedy: 'Raise the limit, or have the query examined.' };
export const busy: Meaning = { code: 'sql/busy', remedy: 'Run it at a quieter time.' };
export const badValue: Meaning = {
  code: 'sql/bad-value',
  remedy: 'Correct the value in the source, or leave the row out in the query.',
};
export const lacking: Meaning = {
  code: 'sql/unsupported',
  remedy:
    "Take a driver that knows what parameters are: for SQL Server Microsoft's, or the adapter mssql, which needs none. FreeTDS does not.",
};
