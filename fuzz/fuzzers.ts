import { csv } from './csv/csv.ts';
import { python } from './csv/python.ts';
import { ods } from './excel/ods.ts';
import { office } from './excel/office.ts';
import { xls } from './excel/xls.ts';
import { xlsx } from './excel/xlsx.ts';
import type { Fuzzer } from './harness/case.ts';
import { json } from './json/json.ts';

/** Every kind of file that is made up, by name. */
export const fuzzers: Readonly<Record<string, Fuzzer>> = { csv, xlsx, xls, ods, json, python, office };

/** Those that need nothing but this project. */
export const usual: readonly string[] = ['csv', 'xlsx', 'xls', 'ods', 'json'];
