import {
  badValue,
  busy,
  deadlock,
  dropped,
  failed,
  killed,
  login,
  type Meaning,
  missingColumn,
  missingObject,
  missingRight,
  timeout,
  unreachable,
} from './meanings.ts';
import type { DriverState } from './protocol.ts';

/**
 * What DB2 means by its SQLCODE: `SQL0204N` is -204. Its numbers are below zero, and say more than its states: 08001 is a server that does
 * not answer, and a wrong password, too.
 */
export function ofDb2({ code, state, message }: DriverState): Meaning | undefined {
  const [, number] = /\bSQL(\d{4,5})[NCE]\b/.exec(message) ?? [];
  const said = number === undefined ? code : -Number(number);
  if (said >= 0) return undefined;
  if (said === -911 || said === -913) return /reason code "?(?:68|00C9008E)/i.test(message) ? lockTimeout : deadlock;
  if (said === -30081 && /"SSL"/.test(message) && /"4\d\d"/.test(message)) return encrypted;
  return byCode.get(said) ?? (state.startsWith('22') ? badValue : undefined);
}

const licence: Meaning = {
  code: 'sql/unsupported',
  remedy:
    'IBM’s driver wants a licence for this server (DB2 Connect, for z/OS and i): put its db2con*.lic into the folder license of the driver, or have the server activated by db2connectactivate.',
};
const encrypted: Meaning = {
  code: 'sql/encryption',
  remedy: 'Check port, encrypt, and the certificate (ca) or keystore of the source file.',
};
const refused: Meaning = {
  code: 'sql/login',
  remedy: 'Check user and password, and whether the server wants them encrypted (encrypt).',
};
const noDatabase: Meaning = { code: 'sql/login', remedy: 'Check the name of the database.' };
const lockTimeout: Meaning = {
  code: 'sql/timeout',
  remedy: 'Others had locked what it reads. Run it again, at a quieter time.',
};
const cancelled: Meaning = { ...killed, remedy: 'The query was cancelled: ask the administrator of the database.' };
const quiesced: Meaning = { ...busy, remedy: 'The database is closed for all but its administrators: run it later.' };

const byCode = new Map<number, Meaning>([
  [-30081, unreachable],
  [
    -1776,
    { ...unreachable, remedy: 'This is the standby of a pair: name the primary, or allow reads on the standby.' },
  ],
  [-30080, dropped],
  [-1024, dropped],
  [-1224, dropped],
  [-1229, dropped],
  [-30082, refused],
  [-1403, refused],
  [-1060, login],
  [-1013, noDatabase],
  [-1031, noDatabase],
  [-30061, noDatabase],
  [-20157, quiesced],
  [-1035, quiesced],
  [-1040, busy],
  [-1226, busy],
  [-1598, licence],
  [-8001, licence],
  [-1042, { ...failed, remedy: 'DB2 or its driver has failed inside: look into db2diag.log.' }],
  [-551, missingRight],
  [-552, missingRight],
  [-204, missingObject],
  [-205, missingColumn],
  [-206, missingColumn],
  [-952, cancelled],
  [-905, timeout],
  [-302, badValue],
  [-332, badValue],
  [-420, badValue],
  [-802, badValue],
]);
