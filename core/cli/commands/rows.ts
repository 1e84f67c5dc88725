import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { datasetOf } from '../../index.ts';
import type { Call } from '../command.ts';
import { openForReading } from '../open-file.ts';
import { csvWriter, jsonWriter, ndjsonWriter } from '../row-writer.ts';
import { wholeNumber } from '../settings.ts';
import { repairText } from '../trace-text.ts';

/** `tributary rows`: the decoded rows as they are. Memory does not grow with the file. */
export async function run(call: Call): Promise<number> {
  const { options, json, signal, say, output } = call;
  const limit = wholeNumber(options, 'limit', 0) ?? Number.POSITIVE_INFINITY;
  const opened = await openForReading(call);
  try {
    const { source } = opened.input;
    const dataset = datasetOf(opened.input, options.text('sheet'));
    const names = dataset.columns.map(({ name }) => name);
    const write = json
      ? jsonWriter(names, dataset.name)
      : options.text('format') === 'ndjson'
        ? ndjsonWriter(names)
        : csvWriter(names);
    let rows = 0;
    let broken = 0;
    let repaired = 0;
    await put(output, write.start, signal);
    for await (const part of source.parts(dataset.name)) {
      if (rows >= limit) break;
      for await (const batch of source.read(part)) {
        signal.throwIfAborted();
        for (let row = 0; row < batch.rows && rows < limit; row++) {
          const fault = batch.broken?.get(row);
          if (fault !== undefined) {
            broken++;
            say(
              `${dataset.origin(batch.positions[row])}  ${fault.code}\n  Expected ${fault.expected}, found ${fault.found}.`,
            );
            continue;
          }
          const repair = batch.repaired?.get(row);
          if (repair !== undefined && repaired++ < repairsShown) {
            say(repairText(dataset.origin(batch.positions[row]), repair));
          }
          write.add(batch, row, rows++);
        }
        await put(output, write.take(), signal);
        if (rows >= limit) break;
      }
    }
    await put(output, write.end, signal);
    if (repaired > repairsShown) say(`${repaired - repairsShown} more records were repaired, ${repaired} in all.`);
    if (broken > 0)
      say(
        `${broken} ${broken === 1 ? 'record' : 'records'} could not be decoded; an import rejects ${broken === 1 ? 'it' : 'them'} with the text.`,
      );
    return 0;
  } finally {
    await opened.close();
  }
}

/** The others are counted. */
const repairsShown = 20;

/** Prints, and waits for a slow reader. */
async function put(output: Writable, text: string | Buffer, signal: AbortSignal): Promise<void> {
  if (text.length === 0 || output.write(text)) return;
  await once(output, 'drain', { signal });
}
