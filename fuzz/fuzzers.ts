import { csv } from './csv/csv.ts';
import { xlsx } from './excel/xlsx.ts';
import type { Fuzzer } from './harness/case.ts';

/** Every kind of file that is made up, by name. */
export const fuzzers: Readonly<Record<string, Fuzzer>> = { csv, xlsx };
