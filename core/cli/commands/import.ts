import { markColumn } from '../../adapter/annotation.ts';
import { withSource } from '../../mapping/load.ts';
import { completenesses } from '../../package/content.ts';
import { chooseFor } from '../choose.ts';
import type { Call } from '../command.ts';
import { importAndShow } from '../import-and-show.ts';
import { openForReading } from '../open-file.ts';
import { mappingSettings, runSettings } from '../settings.ts';

/** `tributary import`: one file, by a person. */
export async function run(call: Call): Promise<number> {
  const { options } = call;
  if (options.has('corrections')) {
    const { importCorrected } = await import('../import-corrected.ts');
    return importCorrected(call);
  }
  const opened = await openForReading(call, runSettings(options));
  try {
    const { mapping, dataset } = await chooseFor(call, opened.input, opened.path);
    if (dataset.columns.some(({ name }) => name === markColumn))
      call.say(
        'These rows were given back by an import. With --corrections they are imported as corrections of its package.',
      );
    const completeness = completenesses.find((each) => each === options.text('completeness'));
    return await importAndShow(call, {
      input: opened.input,
      members: [{ mapping: withSource(mapping, mappingSettings(options)), dataset }],
      kind: 'adHoc',
      ...(completeness === undefined ? {} : { completeness }),
    });
  } finally {
    await opened.close();
  }
}
