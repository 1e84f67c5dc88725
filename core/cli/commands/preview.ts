import type { Dataset } from '../../adapter/contract.ts';
import { configError } from '../../errors/errors.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { type Input, membersOf, openFileInput, openMappingsInput } from '../../run/input.ts';
import { bindProgram } from '../../run/job.ts';
import { mappingFiles } from '../../run/mapping-files.ts';
import { type Preview, previewDatasets, previewRow } from '../../run/preview.ts';
import { generatedCode } from '../../run/run-record.ts';
import type { Call } from '../command.ts';
import { datasetTable } from '../datasets-text.ts';
import { ledgerJson, ledgerText } from '../result-text.ts';
import { adapterSettings, mappingsAndSource, wholeNumber } from '../settings.ts';
import { issueText, showTracedRow } from '../trace-text.ts';

/** `tributary preview`: the first rows, or one row step by step. Nothing is published. */
export async function run(call: Call): Promise<number> {
  const {
    args: [path],
    options,
    adapters,
    signal,
    say,
    verbose,
  } = call;
  const limit = wholeNumber(options, 'limit', 1) ?? 20;
  const row = wholeNumber(options, 'row', 1);
  const { mappings, inSource } = mappingsAndSource(mappingFiles([path]), options);
  const [mapping] = mappings;
  const file = options.text('file');
  const single = ['row', 'code', 'file'].find((name) => options.has(name) || options.text(name) !== undefined);
  if (mappings.length > 1 && single !== undefined)
    throw configError(
      'cli/usage',
      `--${single}: of one mapping, not of ${mappings.length}. Name one of the files in ${path}.`,
    );
  const inputOptions = {
    adapters,
    signal,
    set: adapterSettings(options),
    ...inSource,
    ...(verbose ? { note: say } : {}),
  };
  const input =
    file === undefined
      ? await openMappingsInput(mappings, inputOptions)
      : await openFileInput(file, inputOptions, mapping);
  try {
    const { members, absent } = membersOf(input, mappings);
    for (const { mapping: left, reason } of absent) say(`${left.name} is not read. ${reason}`);
    const [{ dataset }] = members;
    const what = { mapping, input, dataset };
    if (options.has('code')) showCode(call, what);
    else if (row !== undefined) await showRow(call, what, row);
    else await showRecords(call, await previewDatasets(members, input, limit, signal));
    return 0;
  } finally {
    await input.source.close();
  }
}

interface WhatToShow {
  readonly mapping: Mapping;
  readonly input: Input;
  readonly dataset: Dataset;
}

function showCode({ json, print }: Call, { mapping, dataset }: WhatToShow): void {
  const { program, plan } = bindProgram(mapping, dataset);
  const records = generatedCode(program, plan);
  if (json) print(JSON.stringify({ records }, undefined, 2));
  else for (const { rule, code } of records) print(`// ${rule}\n${code}\n`);
}

async function showRow({ json, print, signal }: Call, { mapping, input, dataset }: WhatToShow, row: number) {
  const traced = await previewRow(mapping, input, dataset, row, signal);
  print(json ? JSON.stringify(traced, undefined, 2) : showTracedRow(traced));
}

function showRecords({ json, print }: Call, preview: Preview): void {
  const { rows, datasets, records, issues, decisions, notices, unusedColumns } = preview;
  if (json) {
    const parsed = [...records].map(([entity, lines]) => [entity, lines.map((line) => JSON.parse(line))]);
    const shown = {
      ledger: ledgerJson(rows),
      datasets: datasets.map((each) => ({ mapping: each.mapping, ledger: ledgerJson(each.rows) })),
      records: Object.fromEntries(parsed),
      issues,
      decisions,
      notices,
      unusedColumns,
    };
    print(JSON.stringify(shown, undefined, 2));
    return;
  }
  for (const [entity, lines] of records)
    print(`${entity} (${lines.length})\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
  for (const issue of issues) print(issueText(issue));
  for (const { sentence } of decisions) print(sentence);
  for (const notice of notices) print(notice);
  if (unusedColumns.length > 0) print(`Not used: ${unusedColumns.join(', ')}.`);
  const ledger = datasets.length === 1 ? ledgerText(rows) : datasetTable(datasets).join('\n');
  print(`\n${ledger}\n\nA preview: nothing was published.`);
}
