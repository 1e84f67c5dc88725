import type { CodeEntry } from './code.ts';
import { bookmarkCodes } from './codes/bookmark.ts';
import { captureCodes } from './codes/capture.ts';
import { catalogCodes } from './codes/catalog.ts';
import { cliCodes } from './codes/cli.ts';
import { holdCodes } from './codes/hold.ts';
import { mappingCodes } from './codes/mapping.ts';
import { optionCodes } from './codes/option.ts';
import { packageCodes } from './codes/package.ts';
import { rowCodes } from './codes/row.ts';
import { sourceCodes } from './codes/source.ts';
import { spoolCodes } from './codes/spool.ts';
import { sqlCodes } from './codes/sql.ts';

/** Every code that Tributary can print. docs/errors.md is generated from it. */
export const catalogue = {
  ...bookmarkCodes,
  ...catalogCodes,
  ...captureCodes,
  ...cliCodes,
  ...holdCodes,
  ...mappingCodes,
  ...optionCodes,
  ...packageCodes,
  ...rowCodes,
  ...sourceCodes,
  ...spoolCodes,
  ...sqlCodes,
};

export type Code = keyof typeof catalogue;

/** The catalogue's entry of a code that came as text, or undefined. */
export function lookUpCode(code: string): CodeEntry | undefined {
  return entries.get(code);
}

export function isCode(code: string): code is Code {
  return entries.has(code);
}

const entries: ReadonlyMap<string, CodeEntry> = new Map(Object.entries(catalogue));
