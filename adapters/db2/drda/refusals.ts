import type { SourceError } from '../../../core/errors/errors.ts';
import { faultOfStates } from '../../odbc/driver.ts';
import { type SqlCode, sqlFault } from '../../sql/faults.ts';
import { cp, nameOf } from './code-points.ts';
import { objectsOf, type Reply } from './read.ts';
import { type Outcome, outcomeOf } from './sqlca.ts';

/** The error that a reply is; undefined for replies that are none. */
export function refusalOf(
  reply: Reply,
  isLittle: boolean,
  place: string,
  translate: (outcome: Outcome) => Outcome = (outcome) => outcome,
): SourceError | undefined {
  const { codePoint, data } = reply;
  if (codePoint === cp.SQLCARD) {
    const outcome = outcomeOf(data, isLittle);
    return outcome.code < 0 ? faultOf(translate(outcome), place) : undefined;
  }
  if (codePoint === cp.SECCHKRM) return ofSecurity(data, place);
  const known = refusals.get(codePoint);
  if (known !== undefined) return sqlFault(known[0], known[1], { name: place });
  // Reply messages have a severity; those of errors are 8 and more.
  if (!isMessage(codePoint)) return undefined;
  const severity =
    objectsOf(data)
      .find((each) => each.codePoint === cp.SVRCOD)
      ?.data.readUInt16BE(0) ?? 0;
  if (severity < 8) return undefined;
  return sqlFault(
    'sql/failed',
    `The server refuses a command of the protocol (${nameOf(codePoint)}). Use one of IBM’s drivers.`,
    {
      name: place,
    },
  );
}

function isMessage(codePoint: number): boolean {
  const page = codePoint >> 8;
  return page === 0x12 || page === 0x22;
}

// An SQLCARD with more words follows these.
const refusals = new Map<number, readonly [code: SqlCode, message: string]>([
  [cp.RDBNFNRM, ['sql/login', 'The server has no database of this name. Check the name of the database.']],
  [cp.RDBATHRM, ['sql/login', 'This login may not open the database. Grant it the right to connect.']],
  [cp.CMDATHRM, ['sql/missing-right', 'This login may not do that. Ask the administrator of the database.']],
  [cp.RSCLMTRM, ['sql/busy', 'The server has no more room for this query. Run it at a quieter time.']],
]);

const security = new Map<number, string>([
  [0x01, 'The server does not take user and password in this way. Use one of IBM’s drivers with encrypt: password'],
  [0x0e, 'The password has expired. Set another one'],
  [0x0f, 'The password is wrong. Check the variable or file that it refers to'],
  [0x10, 'The password is missing'],
  [0x12, 'The user is missing'],
  [0x13, 'The user is not known, or the password is wrong. Check both'],
  [0x14, 'The user is locked. Ask the administrator of the server'],
]);

function ofSecurity(data: Buffer, place: string): SourceError | undefined {
  const code = objectsOf(data).find((each) => each.codePoint === cp.SECCHKCD)?.data[0] ?? 0;
  if (code === 0) return undefined;
  const said = security.get(code) ?? `The server refuses the login (${code}). Check user and password`;
  return sqlFault('sql/login', `${said}.`, { name: place });
}

/** DB2 gives the words of a message alone: the number says how they are put together. */
export function faultOf({ code, state, words }: Outcome, place: string): SourceError {
  const number = `SQL${String(-code).padStart(4, '0')}N`;
  const said = sentences.get(code)?.(words) ?? words.join(' ').trim();
  return faultOfStates([{ state, code, message: said === '' ? number : `${number} ${said}` }], '', place);
}

const sentences = new Map<number, (words: readonly string[]) => string>([
  [-204, ([name = '']) => `"${name}" is an undefined name`],
  [-206, ([name = '']) => `"${name}" is not valid in the context where it is used`],
  [
    -551,
    ([user = '', right = '', name = '']) => `"${user}" lacks the privilege to perform "${right}" on object "${name}"`,
  ],
  [
    -911,
    ([reason = '']) => `the transaction was rolled back because of a deadlock or timeout, reason code "${reason}"`,
  ],
  [-913, ([reason = '']) => `a deadlock or timeout, reason code "${reason}"`],
  [-104, ([found = '', after = '', expected = '']) => `unexpected "${found}" after "${after}", expected "${expected}"`],
]);
