import { ods, xls, xlsx } from './books.ts';
import { csv, quoted } from './csv.ts';
import { decode } from './decode.ts';
import { memory } from './memory.ts';
import { ndjson } from './ndjson.ts';
import type { Part } from './part.ts';
import { sql } from './sql.ts';
import { startup } from './startup.ts';
import { workers } from './workers.ts';

/** Every part of the bench, by the name that asks for it. */
export const parts: ReadonlyMap<string, Part> = new Map([
  ['csv', csv],
  ['quoted', quoted],
  ['decode', decode],
  ['xlsx', xlsx],
  ['xls', xls],
  ['ods', ods],
  ['ndjson', ndjson],
  ['sql', sql],
  ['workers', workers],
  ['memory', memory],
  ['startup', startup],
]);
