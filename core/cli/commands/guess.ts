import { basename, dirname, relative } from 'node:path';
import { configError } from '../../errors/errors.ts';
import { guessMapping } from '../../mapping/guess/guess.ts';
import { datasetOf } from '../../run/input.ts';
import { loadSourceFile } from '../../run/source-file.ts';
import type { Call } from '../command.ts';
import { openForReading } from '../open-file.ts';
import { openSource } from '../open-source.ts';
import { adapterSettings } from '../settings.ts';
import { shippedFolder } from '../shipped-mappings.ts';

/** `tributary guess`: a mapping on standard output, what was understood on standard error. */
export async function run(call: Call): Promise<number> {
  const {
    args: [file],
    options,
    signal,
    json,
    print,
    say,
  } = call;
  const sourceFile = /\.ya?ml$/i.test(file) ? loadSourceFile(file) : undefined;
  const opened = sourceFile === undefined ? await openForReading(call) : await openDataset(call, file);
  try {
    const dataset = datasetOf(opened.input, options.text('sheet'));
    const name = file === '-' ? 'standard-input' : basename(file);
    const about = {
      adapter: opened.input.adapter.name,
      // How the source is reached stands in its own file.
      options: sourceFile === undefined ? { ...adapterSettings(options), path: file === '-' ? name : file } : {},
      fileName: sourceFile === undefined ? name : dataset.name,
      isNamed: sourceFile !== undefined,
      schema: schemaPath(),
      signal,
    };
    const guess = await guessMapping(opened.input.source, dataset, about);
    if (guess === undefined)
      throw configError(
        'mapping/no-fit',
        `Nothing can be guessed from the columns of ${dataset.name}: ${dataset.columns.map((each) => each.name).join(', ')}.`,
      );
    for (const sentence of guess.sentences) say(sentence);
    for (const question of guess.questions) say(`Question: ${question}`);
    if (sourceFile !== undefined) say(`Run the mapping with --source ${file}.`);
    else if (dirname(file) !== '.') say(`Save the mapping in this folder: from here its file is ${file}.`);
    print(
      json
        ? JSON.stringify(
            { mapping: guess.text, entity: guess.entity, sentences: guess.sentences, questions: guess.questions },
            undefined,
            2,
          )
        : guess.text.trimEnd(),
    );
    return 0;
  } finally {
    await opened.close();
  }
}

async function openDataset(call: Call, file: string) {
  const input = await openSource(call, file, call.options.text('sheet'));
  return { input, close: () => input.source.close() };
}

/** Where an editor finds the schema from here: the mapping is most likely saved in the current folder. */
function schemaPath(): string {
  const folder = shippedFolder();
  return folder === undefined ? 'mapping.schema.json' : `${relative(process.cwd(), folder) || '.'}/mapping.schema.json`;
}
