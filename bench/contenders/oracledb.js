import oracledb from 'oracledb';
import { answer } from './answer.js';

/** A bare loop over a result set of oracledb: rows as arrays, and nothing is done with them. Argument: the port. */
const connection = await oracledb.getConnection({
  user: 'audit',
  password: 'right',
  connectString: `127.0.0.1:${process.argv[2]}/STANDIN`,
});
const { resultSet } = await connection.execute('SELECT * FROM hosts', [], {
  resultSet: true,
  outFormat: oracledb.OUT_FORMAT_ARRAY,
  prefetchRows: 1000,
  fetchArraySize: 1000,
});
let rows = 0;
for (let some = await resultSet.getRows(1000); some.length > 0; some = await resultSet.getRows(1000))
  rows += some.length;
await resultSet.close();
await connection.close();
answer(rows);
