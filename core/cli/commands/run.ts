import { datasetOf, importDataset, loadMapping, openMappingInput, openSpool, withSource } from '../../index.ts';
import type { Call } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { showProgress } from '../progress.ts';
import { resultJson, resultText } from '../result-text.ts';
import { adapterSettings, mappingSettings, runSettings, spoolFolder } from '../settings.ts';

/** `tributary run`: a mapping as it stands. */
export async function run(call: Call): Promise<number> {
  const {
    args: [file],
    options,
    json,
    print,
    say,
    signal,
    terminal,
    verbose,
    adapters,
  } = call;
  const mapping = withSource(loadMapping(file), mappingSettings(options));
  const input = await openMappingInput(mapping, {
    adapters,
    signal,
    set: adapterSettings(options),
    ...(verbose ? { note: say } : {}),
  });
  try {
    const dataset = datasetOf(input, mapping.source.dataset);
    const spool = openSpool(spoolFolder(options));
    const progress = showProgress(dataset, terminal && !json);
    try {
      const result = await importDataset({
        input,
        mapping,
        dataset,
        spool,
        signal,
        kind: 'run',
        progress: progress.rows,
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
    await input.source.close();
  }
}
