import { type Completeness, completenesses, importDataset, openSpool, withSource } from '../../index.ts';
import { chooseFor } from '../choose.ts';
import type { Call } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { openForReading } from '../open-file.ts';
import { showProgress } from '../progress.ts';
import { resultJson, resultText } from '../result-text.ts';
import { mappingSettings, runSettings, spoolFolder } from '../settings.ts';

/** `tributary import`: one file, by a person. */
export async function run(call: Call): Promise<number> {
  const { options, json, print, signal, terminal } = call;
  const opened = await openForReading(call);
  try {
    const chosen = await chooseFor(call, opened.input, opened.path);
    const mapping = withSource(chosen.mapping, mappingSettings(options));
    const completeness = completenesses.find((each): each is Completeness => each === options.text('completeness'));
    const spool = openSpool(spoolFolder(options));
    const progress = showProgress(chosen.dataset, terminal && !json);
    try {
      const result = await importDataset({
        input: opened.input,
        mapping,
        dataset: chosen.dataset,
        spool,
        signal,
        kind: 'adHoc',
        progress: progress.rows,
        ...(completeness === undefined ? {} : { completeness }),
        ...runSettings(options),
      });
      progress.stop();
      print(json ? JSON.stringify(resultJson(result), undefined, 2) : resultText(result));
      return result.status === 'held' ? exitCodes.held : exitCodes.ok;
    } finally {
      progress.stop();
      spool.close();
    }
  } finally {
    await opened.close();
  }
}
