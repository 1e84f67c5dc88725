import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answer } from './answer.js';

/**
 * A bare loop over odbc, and nothing is done with the rows. Arguments: the connection; `cursor`, where the driver's cursor is right, or
 * `pages`, by the key.
 */
const [connectionString, way] = process.argv.slice(2);
const odbc = createRequire(join(process.env.TRIBUTARY_ODBC ?? process.cwd(), 'any.js'))('odbc');
const connection = await odbc.connect({ connectionString, fetchArray: true });
let rows = 0;
if (way === 'cursor') {
  const cursor = await connection.query('SELECT * FROM hosts', { cursor: true, fetchSize: 1000 });
  while (!cursor.noData) rows += (await cursor.fetch()).length;
  await cursor.close();
} else {
  const most = 4000;
  let last = 0;
  for (let length = most; length === most; ) {
    const page = await connection.query('SELECT * FROM hosts WHERE id > ? ORDER BY id LIMIT 4000', [last]);
    length = page.length;
    rows += length;
    last = page.at(-1)?.[0];
  }
}
await connection.close();
answer(rows);
