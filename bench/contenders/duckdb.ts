import { DuckDBInstance } from '@duckdb/node-api';
import { report } from '../report.ts';

/** DuckDB: the same six columns as gzipped NDJSON, two threads, order kept. Arguments: csv, folder. */
const [csv, folder] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'true' });
const connection = await instance.connect();
const result = await connection.runAndReadAll(
  `COPY (SELECT id AS key, upper(name) AS name, trim(serial) AS "serialNumber", os AS "osName", memory::BIGINT * 1048576 AS "memoryBytes", scanned AS "lastSeenAt"
   FROM read_csv('${csv.replaceAll("'", "''")}', header = true, all_varchar = true)) TO '${folder.replaceAll("'", "''")}/duckdb.ndjson.gz' (FORMAT json, COMPRESSION gzip)`,
);
report(Number(result.getRows()[0][0]));
connection.closeSync();
instance.closeSync();
