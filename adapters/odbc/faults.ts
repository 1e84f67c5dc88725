import type { SourceError } from '../../core/errors/errors.ts';
import { sqlFault } from '../sql/faults.ts';
import { ofDb2 } from './faults-db2.ts';
import {
  badValue,
  busy,
  deadlock,
  driverMissing,
  dropped,
  failed,
  killed,
  lacking,
  login,
  type Meaning,
  missingColumn,
  missingObject,
  missingRight,
  timeout,
  unreachable,
} from './meanings.ts';
import type { DriverState } from './protocol.ts';

/** What a driver says of its failures: a state of five characters that the standard fixes, and words and a number of its own. */

/** @param place The server, for faults that name nothing themselves. */
export function faultOfStates(states: readonly DriverState[], message: string, place: string): SourceError {
  // The first state that is known says most: unixODBC puts its own before the driver's.
  const known = states.find((state) => meaningOf(state) !== undefined);
  const first = known ?? states[0];
  const { code, remedy } = (known && meaningOf(known)) ?? failed;
  const words = wordsOf(first?.message ?? message);
  const said = first === undefined ? words : `${words} (SQLSTATE ${first.state}, ${first.code})`;
  return sqlFault(code, `${said}. ${remedy}`, {
    name: code.startsWith('sql/missing-') ? (nameIn(words) ?? place) : place,
  });
}

function meaningOf(state: DriverState): Meaning | undefined {
  return ofDb2(state) ?? byWords(state) ?? byState.get(state.state) ?? byNumber.get(state.code);
}

/** Drivers that give one state for several failures tell them apart by words alone. */
function byWords({ state, message }: DriverState): Meaning | undefined {
  if (state === '08001' || state === '08004' || state === 'HY000' || state === '28P01') {
    if (/authentication failed|login failed|no password supplied|access denied|role ".*" does not exist/i.test(message))
      return login;
    if (/database ".*" does not exist|unknown database/i.test(message)) return login;
  }
  if (/server closed the connection|no connection to the server|server has gone away|lost connection/i.test(message))
    return dropped;
  if (/terminating connection due to administrator|connection was killed/i.test(message)) return killed;
  if (/permission denied|command denied/i.test(message)) return missingRight;
  if (/no such table/i.test(message)) return missingObject;
  if (/no such column/i.test(message)) return missingColumn;
  if (/can't open lib|driver's sqlallochandle/i.test(message)) return driverMissing;
  if (/sqlite.*connect failed/i.test(message)) return { ...unreachable, remedy: 'Check the path of the database.' };
  if (/database is locked/i.test(message)) return busy;
  return undefined;
}

const byState = new Map<string, Meaning>([
  ['08001', unreachable],
  ['08004', login],
  ['08S01', dropped],
  ['08003', dropped],
  ['08006', dropped],
  ['08007', dropped],
  ['28000', login],
  ['28P01', login],
  ['3D000', login],
  ['42S02', missingObject],
  ['42P01', missingObject],
  ['S0002', missingObject],
  ['42S22', missingColumn],
  ['42703', missingColumn],
  ['S0022', missingColumn],
  ['42501', missingRight],
  ['40001', deadlock],
  ['40P01', deadlock],
  ['57014', timeout],
  ['57P01', killed],
  ['57P02', killed],
  ['57P03', unreachable],
  ['53300', busy],
  ['53200', busy],
  ['HYT00', timeout],
  ['HYT01', timeout],
  ['22021', badValue],
  ['22P02', badValue],
  ['22003', badValue],
  ['22007', badValue],
  ['22008', badValue],
  ['22012', badValue],
  ['22018', badValue],
  ['22P05', badValue],
  [
    'IM002',
    { ...driverMissing, remedy: 'Check the name of the data source; `odbcinst -q -s` lists those that are there.' },
  ],
  ['IM001', lacking],
  ['IM003', driverMissing],
  ['IM004', driverMissing],
]);

/** MariaDB and MySQL give HY000 for much, SQL Server 42000; their numbers are clear. */
const byNumber = new Map<number, Meaning>([
  [18456, login],
  [18452, login],
  [4060, login],
  [911, login],
  [229, missingRight],
  [230, missingRight],
  [208, missingObject],
  [207, missingColumn],
  [1045, login],
  [1049, login],
  [1044, login],
  [1142, missingRight],
  [1143, missingRight],
  [1146, missingObject],
  [1054, missingColumn],
  [1213, deadlock],
  [1205, deadlock],
  [1317, killed],
  [1927, killed],
  [1040, busy],
  [2002, unreachable],
  [2003, unreachable],
  [2005, unreachable],
  [2006, dropped],
  [2013, dropped],
]);

/** Without the brackets in front, in which each layer puts its name, and on one line. */
function wordsOf(message: string): string {
  return message
    .replace(/^(\[[^\]]*\])+/, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/;? ?Error while executing the query$/, '')
    .trim()
    .replace(/[.;]$/, '');
}

/** The name of what is missing, as the server writes it. */
function nameIn(words: string): string | undefined {
  for (const form of namings) {
    const [, name] = form.exec(words) ?? [];
    if (name !== undefined) return name.replaceAll(/["`]/g, '');
  }
  return undefined;
}

const namings = [
  /(?:column|relation|table|view|schema|sequence) (\S+) does not exist/i,
  /permission denied for (?:table|view|schema|relation|column) (\S+)/i,
  /(?:Unknown column|Table|Invalid column name|Invalid object name|on the object) '([^']+)'/,
  /command denied to user .* for (?:table|column) [`'"]?(\S+?)['"]?$/,
  /no such (?:table|column): (\S+)/,
  /"([^"]+)" is (?:an undefined name|not valid in the context)/,
  // DB2, older and newer: `… privilege to perform operation "SELECT" on object "ADM.HOST"`, `… Object: "ADM.HOST".`
  /privilege to perform .* (?:on object|Object:) "([^"]+)"/,
];
