import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { answer } from './answer.js';

/** csv-parse decodes to arrays, and nothing is done with them. Argument: the csv file. */
let rows = 0;
createReadStream(process.argv[2], { highWaterMark: 1 << 20 })
  .pipe(parse({ from: 2 }))
  .on('data', () => rows++)
  .on('end', () => answer(rows));
