import { codes } from '../code.ts';

/** Faults of reading a database. Whether the same may go well later is said with each. */
export const sqlCodes = codes({
  'sql/unreachable': {
    kind: 'source',
    summary: 'No connection to the database server (may go well later).',
    cause: 'A wrong server name or port, a firewall, a server that is down, or a database that is not open.',
    remedy: 'Check server, port and instance in the source file, and the way to them from this machine.',
  },
  'sql/encryption': {
    kind: 'source',
    summary: 'The encrypted connection could not be made.',
    cause: 'A certificate that is not trusted or has another name, or a server that speaks old protocols only.',
    remedy: 'Install the certificate of its authority, or set the options for encryption in the source file.',
  },
  'sql/login': {
    kind: 'source',
    summary: 'The server refused the login.',
    cause: 'A wrong user or password, an expired or locked account, or a database that this login may not open.',
    remedy: 'Check the user, and the variable or file that the password refers to.',
  },
  'sql/missing-right': {
    kind: 'source',
    summary: 'The login may not read a table or view.',
    cause: 'Rights that were not granted, or were taken away.',
    remedy: 'Grant the login the right to read what the message names.',
  },
  'sql/missing-object': {
    kind: 'source',
    summary: 'A table or view of a query is not in the database.',
    cause: 'Another version or configuration of the product, another database, or a misspelt name.',
    remedy: 'Check the database of the source file; `tributary datasets` lists what is there.',
  },
  'sql/missing-column': {
    kind: 'source',
    summary: 'A column of a query is not in its table or view.',
    cause: 'Another version or configuration of the product, or a misspelt name.',
    remedy: 'Change the query, or end its line with "-- optional" if the dataset can do without the column.',
  },
  'sql/dropped': {
    kind: 'source',
    summary: 'The connection broke while it was used, and nothing was published (it may go well later).',
    cause: 'The network, a restart of the server, or a device between that ends long sessions.',
    remedy: 'Run it again. If it happens each time, look for what ends sessions of this length.',
  },
  'sql/timeout': {
    kind: 'source',
    summary:
      'The server did not answer in the time that it is given, and nothing was published (it may go well later).',
    cause: 'A slow query, a lock, or a busy server.',
    remedy: 'Raise the limit that the message names in the source file, or have the query examined.',
  },
  'sql/unfinished': {
    kind: 'source',
    summary: 'The product that the database belongs to is changing its data (may go well later).',
    cause:
      'An import or a calculation of the product that runs, or whose last run failed: its results are then of two states.',
    remedy: 'Run it again when the product has finished, or plan it for an hour after its own import.',
  },
  'sql/deadlock': {
    kind: 'source',
    summary: 'The server ended the query in favour of another one (may go well later).',
    cause: 'Others were writing what the query reads.',
    remedy: 'Run it again, at a quieter time.',
  },
  'sql/killed': {
    kind: 'source',
    summary: 'Somebody or something ended the session or the query (may go well later).',
    cause: 'An administrator, a limit for this login, or a server that shuts down.',
    remedy: 'Ask the administrator of the database.',
  },
  'sql/busy': {
    kind: 'source',
    summary: 'The server has no room for another session or query (may go well later).',
    cause: 'Limits on sessions, memory or temporary space are reached.',
    remedy: 'Run it at a quieter time, or have the limits raised.',
  },
  'sql/bad-value': {
    kind: 'source',
    summary: 'A value came that can not be what its column says.',
    cause: 'Bytes that are not text in the encoding of the database, a damaged row, or a key that is not unique.',
    remedy: 'Correct the value in the source, or leave the row out in the query.',
  },
  'sql/bad-key': {
    kind: 'source',
    summary: 'The key of a query is not what its file says, and nothing was published.',
    cause: 'Values that are not whole numbers above zero, come twice, are missing, or do not grow from row to row.',
    remedy: 'Order the query by its key, or declare another one, or none.',
  },
  'sql/schema-changed': {
    kind: 'source',
    summary: 'Tables or views have changed while they were read, and nothing was published (it may go well later).',
    cause: 'An upgrade of the product, or a change of its inventory, during the run.',
    remedy: 'Run it again when the change is over; `tributary check --source` shows what it did to mappings.',
  },
  'sql/failed': {
    kind: 'source',
    summary: 'The server refused the query.',
    cause: 'The message has the words of the server.',
    remedy: 'Try the query by hand with the same login, and correct it.',
  },
  'sql/unsupported': {
    kind: 'source',
    summary: 'The driver can not speak with this server in the way that is asked for.',
    cause: 'A version, a kind of login or a setting that the driver lacks.',
    remedy: 'The message names what can be used in its place.',
  },
  'sql/driver-missing': {
    kind: 'source',
    summary: 'The driver for this kind of database is not installed.',
    cause: 'Drivers are optional: they are not needed for other sources.',
    remedy: 'Run the command in the message.',
  },
  'sql/driver-crashed': {
    kind: 'source',
    summary: 'The process with the driver has ended, and nothing was published (it may go well later).',
    cause: 'A fault in the driver, or somebody who has ended the process.',
    remedy: 'Run it again. If it happens each time, install another version of the driver.',
  },
  'sql/too-large': {
    kind: 'source',
    summary: 'The process with the driver took more memory than it may.',
    cause: 'A result that the driver gives only as a whole, or a driver that loses memory.',
    remedy: 'Declare the key of the query, so that it is read in pages, or raise memoryMb.',
  },
  'sql/rows-lost': {
    kind: 'source',
    summary: 'Fewer or more rows came than the server counts, and nothing was published.',
    cause: 'A driver that loses rows, or a key that is not unique or is null in some rows.',
    remedy: 'Declare a key that is unique and never null.',
  },
  'sql/unknown-scope': {
    kind: 'source',
    summary: 'What is to be read, such as a collection, is not there, and nothing was read.',
    cause: 'A misspelt id, one that has been deleted, or one that this login may not see.',
    remedy: 'Correct the id in the source file, or grant the login SELECT on the views that the message names.',
  },
  'sql/empty-scope': {
    kind: 'source',
    summary: 'What is to be read, such as a collection, has nothing in it, and nothing was read.',
    cause: 'The id of another collection, one of users, or one whose rule finds no device any more.',
    remedy: 'Look at its members in the console. An estate of which nothing is left is never published by itself.',
  },
  'sql/not-a-select': {
    kind: 'config',
    summary: 'A query is more than one SELECT that only reads.',
    cause: 'Another statement, several of them, INTO, a lock, or a hint that reads uncommitted rows.',
    remedy: 'Leave a single SELECT, or WITH … SELECT. Hints are allowed by `hints: allowed` in the source file.',
  },
  'sql/query-file': {
    kind: 'config',
    summary: 'A file with a query can not be used.',
    cause: 'It can not be read, has no query, or a comment at its beginning says something unknown.',
    remedy: 'The message says what was expected.',
  },
});
