import { DuckDBInstance } from '@duckdb/node-api';
import { answer } from './answer.js';

/**
 * DuckDB copies the six columns of the mapping, with two threads and the order kept. It is told the dialect and the types, so it need
 * not find them. Arguments: csv or ndjson, the input, the output, json, json-gzip or parquet-zstd.
 */
const [kind, input, output, format] = process.argv.slice(2);

const readers = {
  csv: `read_csv(${quoted(input)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`,
  ndjson: `read_ndjson(${quoted(input)}, columns = {id: 'VARCHAR', name: 'VARCHAR', serial: 'VARCHAR', os: 'VARCHAR', memory: 'BIGINT', scanned: 'VARCHAR'})`,
};
const formats = {
  json: 'FORMAT json',
  'json-gzip': 'FORMAT json, COMPRESSION gzip',
  'parquet-zstd': 'FORMAT parquet, COMPRESSION zstd',
};

const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'true' });
const connection = await instance.connect();
const result = await connection.runAndReadAll(
  `COPY (SELECT id AS key, upper(name) AS name, trim(serial) AS "serialNumber", os AS "osName",
     memory::BIGINT * 1048576 AS "memoryBytes", scanned AS "lastSeenAt" FROM ${readers[kind]})
   TO ${quoted(output)} (${formats[format]})`,
);
const rows = Number(result.getRows()[0][0]);
connection.closeSync();
instance.closeSync();
answer(rows, output);

function quoted(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
