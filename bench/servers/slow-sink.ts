import { setTimeout } from 'node:timers/promises';
import mssql from '../../adapters/mssql/adapter.ts';
import { parseOptions } from '../../core/options/parse.ts';

/**
 * Reads all hosts of a stand-in, and sleeps after each batch: what the server is ahead must wait in it, not here. Prints the rows, and what
 * the process held in each tenth of them. Arguments: port and rows.
 */
const [port, rows] = process.argv.slice(2).map(Number);
process.env.TRIBUTARY_BENCH_PASSWORD ??= 'right';
const set = { server: '127.0.0.1', port, encrypt: 'off', user: 'reader', password: 'env:TRIBUTARY_BENCH_PASSWORD' };
const options = parseOptions(mssql.options, { ...set, queries: process.argv[4] }, { directory: '.' });
const source = await mssql.open(options, { signal: new AbortController().signal, dataset: 'hosts' });
const megabytes: number[] = [];
let read = 0;
for await (const part of source.parts('hosts'))
  for await (const batch of source.read(part)) {
    read += batch.rows;
    await setTimeout(1);
    const tenth = Math.min(Math.floor((read * 10) / rows), 9);
    megabytes[tenth] = Math.max(megabytes[tenth] ?? 0, process.memoryUsage.rss() >> 20);
  }
await source.close();
process.stdout.write(`${JSON.stringify({ rows: read, megabytes })}\n`);
