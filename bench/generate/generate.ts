import { generateOds, generateXlsx } from './books.ts';
import { awkwardComputer, computer } from './computers.ts';
import { generateCsv, generateNdjson } from './lines.ts';
import { generateXls } from './xls.ts';

/**
 * Writes one input of the bench, in a process of its own: what takes much memory may not make the bench large, because the processes that
 * a large one starts begin late. Arguments: kind, rows, path.
 */
const generators: ReadonlyMap<string, (path: string, rows: number) => void | Promise<void>> = new Map([
  ['plain.csv', (path, rows) => generateCsv(path, rows, computer)],
  ['quoted.csv', (path, rows) => generateCsv(path, rows, awkwardComputer)],
  ['ndjson', (path, rows) => generateNdjson(path, rows, computer)],
  ['xlsx', generateXlsx],
  ['xls', generateXls],
  ['ods', generateOds],
]);

const [kind, rows, path] = process.argv.slice(2);
const generate = generators.get(kind);
if (generate === undefined) throw new Error(`There is no input ${kind}.`);
await generate(path, Number(rows));
