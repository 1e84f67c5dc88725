import { SourceError } from '../../errors/errors.ts';
import { datasetOf } from '../../run/input.ts';
import type { Call } from '../command.ts';
import { openForReading } from '../open-file.ts';
import { printerOf } from '../rows/printer.ts';
import { csvForm, jsonForm, ndjsonForm } from '../rows/row-form.ts';
import { RowWriter } from '../rows/row-writer.ts';
import { SoundRows } from '../rows/sound-rows.ts';
import { wholeNumber } from '../settings.ts';

/** `tributary rows`: the decoded rows as they are. Memory does not grow with the file. */
export async function run(call: Call): Promise<number> {
  const { options, json, signal, say, output } = call;
  const limit = wholeNumber(options, 'limit', 0) ?? Number.POSITIVE_INFINITY;
  const opened = await openForReading(call);
  try {
    const { source } = opened.input;
    const dataset = datasetOf(opened.input, options.text('sheet'));
    const names = dataset.columns.map(({ name }) => name);
    const form = json
      ? jsonForm(names, dataset.name)
      : options.text('format') === 'ndjson'
        ? ndjsonForm(names)
        : csvForm(names);
    const writer = new RowWriter(form);
    const print = printerOf(output, signal);
    const sound = new SoundRows(dataset, limit, say);
    await print(form.start);
    try {
      for await (const part of source.parts(dataset.name)) {
        if (sound.isEnough) break;
        for await (const batch of source.read(part)) {
          signal.throwIfAborted();
          for (const { from, to } of sound.of(batch)) {
            for (const chunk of writer.add(batch, from, to)) await print(chunk);
          }
          if (sound.isEnough) break;
        }
      }
    } catch (error) {
      // The rows before a fault are good.
      if (error instanceof SourceError && !signal.aborted) for (const chunk of writer.rest()) await print(chunk);
      throw error;
    }
    for (const chunk of writer.rest()) await print(chunk);
    await print(form.end);
    sound.sayTotals();
    return 0;
  } finally {
    await opened.close();
  }
}
