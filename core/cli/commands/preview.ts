import {
  bindProgram,
  compileRecords,
  datasetOf,
  loadMapping,
  openFileInput,
  openMappingInput,
  previewDataset,
  previewRow,
  withSource,
} from '../../index.ts';
import type { Call } from '../command.ts';
import { ledgerJson, ledgerText } from '../result-text.ts';
import { adapterSettings, mappingSettings, wholeNumber } from '../settings.ts';
import { issueText, showTracedRow } from '../trace-text.ts';

/** `tributary preview`: the first rows, or one row step by step. Nothing is published. */
export async function run(call: Call): Promise<number> {
  const {
    args: [path],
    options,
    adapters,
    signal,
    json,
    print,
    say,
    verbose,
  } = call;
  const limit = wholeNumber(options, 'limit', 1) ?? 20;
  const row = wholeNumber(options, 'row', 1);
  const mapping = withSource(loadMapping(path), mappingSettings(options));
  const file = options.text('file');
  const inputOptions = { adapters, signal, set: adapterSettings(options), ...(verbose ? { note: say } : {}) };
  const input =
    file === undefined
      ? await openMappingInput(mapping, inputOptions)
      : await openFileInput(file, inputOptions, mapping);
  try {
    const dataset = datasetOf(input, mapping.source.dataset);
    if (options.has('code')) {
      const { program, plan } = bindProgram(mapping, dataset, new Map());
      const compiled = compileRecords(program, plan).map(({ rule, code }) => ({ rule, code }));
      if (json) print(JSON.stringify({ records: compiled }, undefined, 2));
      else for (const { rule, code } of compiled) print(`// ${rule}\n${code}\n`);
      return 0;
    }
    if (row !== undefined) {
      const traced = await previewRow(mapping, input, dataset, row, signal);
      print(json ? JSON.stringify(traced, undefined, 2) : showTracedRow(traced));
      return 0;
    }
    const { rows, records, issues, decisions, unusedColumns } = await previewDataset(
      mapping,
      input,
      dataset,
      limit,
      signal,
    );
    if (json) {
      const parsed = Object.fromEntries(
        [...records].map(([entity, lines]) => [entity, lines.map((line) => JSON.parse(line))]),
      );
      print(
        JSON.stringify({ ledger: ledgerJson(rows), records: parsed, issues, decisions, unusedColumns }, undefined, 2),
      );
      return 0;
    }
    for (const [entity, lines] of records)
      print(`${entity} (${lines.length})\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
    for (const issue of issues) print(issueText(issue));
    for (const { sentence } of decisions) print(sentence);
    if (unusedColumns.length > 0) print(`Not used: ${unusedColumns.join(', ')}.`);
    print(`\n${ledgerText(rows)}\n\nA preview: nothing was published.`);
    return 0;
  } finally {
    await input.source.close();
  }
}
