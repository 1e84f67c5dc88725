import type { Dataset } from '../../adapter/contract.ts';
import { datasetOf } from '../../run/input.ts';
import { catalogText, recordCatalog } from '../../run/recorded-catalog.ts';
import type { Call } from '../command.ts';
import { grouped } from '../grouped.ts';
import { absencesOf, openSource } from '../open-source.ts';

/** `tributary datasets`: what a source has, with columns and types. */
export async function run(call: Call): Promise<number> {
  const { args, json, options, print } = call;
  const wanted = options.text('dataset');
  const { adapter, mappedAs = adapter.name, datasets: all, source } = await openSource(call, args[0], wanted);
  try {
    const datasets = wanted === undefined ? all : [datasetOf({ source, datasets: all }, wanted)];
    if (options.has('catalog')) {
      print(catalogText(await recordCatalog(mappedAs, source, datasets)).trimEnd());
      return 0;
    }
    const missing = absencesOf(source);
    if (json) {
      print(JSON.stringify({ source: source.identity, datasets: datasets.map(datasetJson), missing }, undefined, 2));
      return 0;
    }
    if (datasets.length > mostShown) listNames(datasets, print);
    else for (const dataset of datasets) print(datasetText(dataset));
    for (const { name, code, message } of missing) print(`${name}  ${code}\n  ${message}\n`);
    return 0;
  } finally {
    await source.close();
  }
}

/** More than these are a list of names: columns are shown of one that is named. */
const mostShown = 40;

function listNames(datasets: readonly Dataset[], print: Call['print']): void {
  const width = Math.max(...datasets.map(({ name }) => name.length));
  for (const { name, columns, rowsEstimate } of datasets)
    print(
      `${name.padEnd(width)}  ${columns.length} columns${rowsEstimate === undefined ? '' : `, about ${grouped(rowsEstimate)} rows`}`,
    );
  print(`\n${grouped(datasets.length)} datasets. --dataset NAME shows the columns of one.\n`);
}

function datasetJson({ name, summary, rowsEstimate, leftOut, bookmark, columns }: Dataset) {
  return {
    name,
    ...(summary === undefined ? {} : { summary }),
    ...(rowsEstimate === undefined ? {} : { rowsEstimate }),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(bookmark === undefined ? {} : { bookmark: { kind: bookmark.kind, column: bookmark.column } }),
    columns: columns.map(({ name: column, type, serverType, label }) => ({
      name: column,
      type,
      ...(serverType === undefined ? {} : { serverType }),
      ...(label === undefined ? {} : { label }),
    })),
  };
}

function datasetText({ name, summary, rowsEstimate, leftOut, bookmark, columns }: Dataset): string {
  const rows = rowsEstimate === undefined ? '' : `  about ${grouped(rowsEstimate)} rows`;
  const said = summary === undefined ? [] : [`  ${summary}`];
  const left = leftOut === undefined ? [] : [`  Left out: ${leftOut.join(', ')}.`];
  const changing = bookmark === undefined ? [] : [`  Changes are told by ${bookmark.column} (${bookmark.kind}).`];
  const width = Math.max(...columns.map((column) => column.name.length));
  const listed = columns.map(
    ({ name: column, type, serverType, label }) =>
      `    ${column.padEnd(width)}  ${type}${serverType === undefined ? '' : ` (${serverType})`}${label === undefined ? '' : `  ${label}`}`,
  );
  return `${[`${name}${rows}`, ...said, ...left, ...changing, ...listed].join('\n')}\n`;
}
