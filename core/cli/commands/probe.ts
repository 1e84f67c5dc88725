import { formatFault } from '../../errors/errors.ts';
import { loadMapping } from '../../mapping/load.ts';
import { driftOf } from '../../run/drift.ts';
import { holdAgainst } from '../../run/hold-against.ts';
import type { Input } from '../../run/input.ts';
import { mappingFiles } from '../../run/mapping-files.ts';
import type { Call } from '../command.ts';
import { driftText, proposedText } from '../drift-text.ts';
import { grouped } from '../grouped.ts';
import { heldJson } from '../held-text.ts';
import { absencesOf, openSource } from '../open-source.ts';

/** `tributary probe`: whether a source can be reached, what it is, and what it lacks. No row is read. */
export async function run(call: Call): Promise<number> {
  const { args, json, options, print } = call;
  const folder = options.text('mappings');
  const mappings = folder === undefined ? [] : mappingFiles([folder]).map(loadMapping);
  const input = await openSource(call, args[0]);
  try {
    const { source, datasets, adapter, mappedAs = adapter.name } = input;
    const held = mappings
      .filter((mapping) => mapping.source.adapter === mappedAs)
      .map((mapping) => holdAgainst(mapping, source, datasets));
    if (json) {
      const found = datasets.map(
        ({ name, columns, rowsEstimate = null, leftOut = [], emptied = [], proposals = [] }) => {
          return { name, columns: columns.length, rowsEstimate, leftOut, emptied, proposals };
        },
      );
      const facts = Object.fromEntries((source.about?.() ?? []).map(({ name, value }) => [name, value]));
      const proposed = (await source.proposed?.()) ?? null;
      const said = { source: source.identity, facts, datasets: found, missing: absencesOf(source), proposed };
      print(JSON.stringify({ ...said, mappings: held.map(heldJson) }, undefined, 2));
      return 0;
    }
    showSource(input, print);
    const proposed = await source.proposed?.();
    if (proposed !== undefined) print(`\n${proposedText(proposed).trimEnd()}`);
    if (mappings.length > 0) print('');
    for (const each of held) {
      const lines = [...driftText(driftOf(each, undefined)), ...each.faults.map(formatFault)];
      const rows = each.rowsEstimate === undefined ? '' : ` About ${grouped(each.rowsEstimate)} rows.`;
      print(lines.length === 0 ? `${each.mapping}: all that it reads is there.${rows}` : lines.join('\n'));
    }
    return 0;
  } finally {
    await input.source.close();
  }
}

function showSource({ source, datasets }: Input, print: Call['print']): void {
  const facts = source.about?.() ?? [];
  const width = Math.max(...facts.map(({ name }) => name.length));
  for (const { name, value } of facts) print(`${name.padEnd(width)}  ${value}`);
  const longest = Math.max(0, ...datasets.map(({ name }) => name.length));
  print(`\n${datasets.length} ${datasets.length === 1 ? 'dataset' : 'datasets'}`);
  for (const { name, columns, rowsEstimate, leftOut, emptied } of datasets.slice(0, mostShown)) {
    const rows = rowsEstimate === undefined ? '' : `, about ${grouped(rowsEstimate)} rows`;
    const left = leftOut === undefined ? '' : `; left out: ${leftOut.join(', ')}`;
    const gone = emptied === undefined ? '' : `; without the columns ${emptied.join(', ')}`;
    print(`  ${name.padEnd(longest)}  ${columns.length} columns${rows}${left}${gone}`);
  }
  if (datasets.length > mostShown)
    print(`  and ${grouped(datasets.length - mostShown)} more, which tributary datasets lists`);
  const missing = [...(source.absences?.() ?? [])];
  if (missing.length > 0) print(`\n${missing.length} missing`);
  for (const [, { faults }] of missing) print(faults.map((each) => `  ${formatFault(each)}`).join('\n'));
}

/** A list that a person reads. */
const mostShown = 40;
