import { basename } from 'node:path';
import { type Adapter, type Dataset, defineAdapter, type Source } from '../../core/adapter/contract.ts';
import { findDataset } from '../../core/adapter/datasets.ts';
import { type InputFile, openFile } from '../../core/adapter/file.ts';
import { printable } from '../../core/adapter/printable.ts';
import { option } from '../../core/options/option.ts';
import { isNamedLines, recognizeJson } from './layout.ts';
import { type IdleReaders, readPart } from './read-part.ts';
import { type Found, namesOf, PassedLines, parseFound, surveyFile } from './survey.ts';
import { valueWatch } from './value-watch.ts';

const options = {
  path: option.text({ path: true, summary: 'The file; a gzip is inflated.', example: 'hosts.json' }),
  rows: option.text({
    summary:
      'The path of the list that holds the records, its keys separated by dots; if it is not given, each list of objects is a dataset.',
    example: 'data.items',
  }),
};

/** JSON in its usual forms. A first pass finds where the records are and which keys they have; a second one reads them. */
const adapter: Adapter<typeof options> = defineAdapter({
  name: 'json',
  summary:
    'JSON files: lists of objects, a list for each column, one object a line, or one after another, also gzipped.',
  module: import.meta.url,
  options,
  recognize: recognizeJson,
  async open(values, context) {
    const name = printable(basename(values.path ?? ''));
    const { note = () => {}, found } = context;
    let passed: PassedLines | undefined;
    const examine = (head: Buffer) => {
      passed = found === undefined ? PassedLines.of(name, head, values.rows) : undefined;
      const watch = isNamedLines(name) ? undefined : valueWatch(name);
      return (chunk: Buffer) => {
        watch?.(chunk);
        passed?.push(chunk);
      };
    };
    const file = await openFile(values.path, context, { examine });
    return jsonSource(file, { rows: values.rows, note, warn: context.warn ?? note, found, passed });
  },
});
export default adapter;

interface Opened {
  readonly rows: string | undefined;
  readonly note: (sentence: string) => void;
  readonly warn: (sentence: string) => void;
  /** What the survey of another thread has found. */
  readonly found: string | undefined;
  /** What was found while the file was looked at. */
  readonly passed: PassedLines | undefined;
}

interface Surveyed extends Found {
  readonly dataset: Dataset;
}

function jsonSource(file: InputFile, { rows, note, warn, found, passed }: Opened): Source {
  let surveyed: Promise<readonly Surveyed[]> | undefined;
  let known = found;
  const idle: IdleReaders = new Map();
  const survey = () => {
    surveyed ??= (async () => {
      const all = found === undefined ? await surveyFile(file, rows, note, passed) : parseFound(found);
      known ??= JSON.stringify(all);
      return all.map((each) => ({ ...each, dataset: datasetOf(file, each, known === found ? () => {} : note) }));
    })();
    return surveyed;
  };
  return {
    identity: file.identity,
    identify: file.identify,
    get found() {
      return known;
    },
    discover: async () => (await survey()).map(({ dataset }) => dataset),
    async *parts(dataset) {
      const all = await survey();
      const { layout, encoding, paths, ranges } = findDataset(all, dataset, file.name);
      sayOfOthers(all, dataset, warn);
      const range = { layout: JSON.stringify(layout), columns: JSON.stringify(paths), encoding, bytes: file.bytes };
      if (ranges.length === 0) yield { dataset, number: 0, range };
      for (const [number, each] of ranges.entries()) yield { dataset, number, range: { ...range, ...each } };
    },
    async *read(part) {
      findDataset(await survey(), part.dataset, file.name);
      yield* readPart(file, part, idle);
      await file.checkUnchanged();
    },
    close: file.close,
  };
}

function datasetOf(file: InputFile, found: Found, note: (sentence: string) => void): Dataset {
  return {
    name: found.name,
    columns: namesOf(found, note).map((name) => ({ name, type: 'text' }) as const),
    rowsEstimate: found.count,
    bytes: file.bytes,
    plainNumbers: true as const,
    origin: (position: number) => `${file.name}:${position}`,
  };
}

/** What else there is in the file, and how to read it. */
function sayOfOthers(all: readonly Found[], read: string, warn: (sentence: string) => void): void {
  const others = all.filter(({ name }) => name !== read).map(({ name }) => JSON.stringify(printable(name)));
  if (others.length === 0) return;
  const listed = others.length > 10 ? `${others.slice(0, 10).join(', ')} and so on` : others.join(', ');
  const what =
    others.length === 1 ? '1 other list of records, which is' : `${others.length} other lists of records, which are`;
  warn(`The file has ${what} not read: ${listed}. --sheet NAME or source.dataset takes one of them.`);
}
