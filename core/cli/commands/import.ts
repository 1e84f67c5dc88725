import { completenesses, withSource } from '../../index.ts';
import { chooseFor } from '../choose.ts';
import type { Call } from '../command.ts';
import { importAndShow } from '../import-and-show.ts';
import { openForReading } from '../open-file.ts';
import { mappingSettings, runSettings } from '../settings.ts';

/** `tributary import`: one file, by a person. */
export async function run(call: Call): Promise<number> {
  const { options } = call;
  const opened = await openForReading(call, runSettings(options));
  try {
    const { mapping, dataset } = await chooseFor(call, opened.input, opened.path);
    const completeness = completenesses.find((each) => each === options.text('completeness'));
    return await importAndShow(call, {
      input: opened.input,
      mapping: withSource(mapping, mappingSettings(options)),
      dataset,
      kind: 'adHoc',
      ...(completeness === undefined ? {} : { completeness }),
    });
  } finally {
    await opened.close();
  }
}
