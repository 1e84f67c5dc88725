import { createReadStream } from 'node:fs';
import { parser } from 'stream-json';
import { parser as lineParser } from 'stream-json/jsonl/parser.js';
import { streamValues } from 'stream-json/streamers/stream-values.js';
import { answer } from './answer.js';

/** stream-json reads objects, and nothing is done with them. Arguments: the file, and values (its own parser) or lines (JSON.parse of each). */
const [path, way] = process.argv.slice(2);
let rows = 0;
const file = createReadStream(path, { highWaterMark: 1 << 20 });
const objects =
  way === 'lines'
    ? file.pipe(lineParser.asStream())
    : file
        .pipe(parser.asStream({ jsonStreaming: true, packValues: true, streamValues: false }))
        .pipe(streamValues.asStream());
objects.on('data', () => rows++).on('end', () => answer(rows));
