import { Bytes } from './bytes.ts';

/** What a server says of an outcome: a number and a state, and the words that its message is made of. */
export interface Outcome {
  /** Below zero it has failed; 100 is the end of the rows. */
  readonly code: number;
  readonly state: string;
  readonly words: readonly string[];
}

export const fine: Outcome = { code: 0, state: '00000', words: [] };
export const endOfRows = 100;

/** SQLCAGRP: null if all is well. */
export function readOutcome(bytes: Bytes): Outcome {
  if (isNull(bytes)) return fine;
  const code = bytes.i32();
  const state = bytes.take(5).toString('utf8');
  bytes.take(8);
  const words = isNull(bytes) ? [] : readExceptions(bytes);
  readDiagnostics(bytes);
  return { code, state, words };
}

export function isNull(bytes: Bytes): boolean {
  return bytes.u8() === 0xff;
}

/** SQLCAXGRP: numbers, warnings, the name of the database, and the words, which are parted by FF (DB2) or 14 (Derby). */
function readExceptions(bytes: Bytes): readonly string[] {
  bytes.take(6 * 4 + 11);
  bytes.short();
  const mixed = bytes.short();
  const single = bytes.short();
  const text = mixed.length > 0 ? mixed : single;
  const words: string[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text[at] !== 0xff && text[at] !== 0x14) continue;
    words.push(text.subarray(from, at).toString('utf8'));
    from = at + 1;
  }
  return words;
}

/** SQLDIAGGRP is not asked for. Should a server send it all the same, it is the last of its object. */
function readDiagnostics(bytes: Bytes): void {
  if (bytes.left > 0 && !isNull(bytes)) bytes.take(bytes.left);
}

export function outcomeOf(data: Buffer, isLittle: boolean): Outcome {
  return readOutcome(new Bytes(data, isLittle));
}
