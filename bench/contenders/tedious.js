import { createRequire } from 'node:module';
import { answer } from './answer.js';

/** A bare loop over tedious, the client in mssql: rows as arrays, and nothing is done with them. Argument: the port. */
const fromMssql = createRequire(createRequire(import.meta.url).resolve('mssql'));
const { Connection, Request } = fromMssql('tedious');
const connection = new Connection({
  server: '127.0.0.1',
  authentication: { type: 'default', options: { userName: 'reader', password: 'right' } },
  options: { port: Number(process.argv[2]), encrypt: false, requestTimeout: 0, packetSize: 32767 },
});
let rows = 0;
connection.connect((error) => {
  if (error) throw error;
  const request = new Request('SELECT * FROM hosts', (failed) => {
    if (failed) throw failed;
    connection.close();
    answer(rows);
  });
  request.on('row', () => rows++);
  connection.execSqlBatch(request);
});
