import type { Dataset, Source } from '../../../../core/adapter/contract.ts';
import { memorySource } from '../../../../core/adapter/memory.ts';
import { type Guess, guessMapping } from '../../../../core/mapping/guess/guess.ts';

export interface Table {
  readonly source: Source;
  readonly dataset: Dataset;
}

/** A table of texts; null cells are blank. */
export async function table(columns: readonly string[], rows: readonly (readonly (string | null)[])[]): Promise<Table> {
  const source = memorySource(
    'hosts.csv',
    columns.map((name) => ({ name, type: 'text' })),
    rows,
  );
  const [dataset] = await source.discover();
  return { source, dataset };
}

/** The guess for a table. */
export async function guessOf({ source, dataset }: Table): Promise<Guess | undefined> {
  const signal = new AbortController().signal;
  return guessMapping(source, dataset, {
    adapter: 'csv',
    options: { path: 'hosts.csv' },
    fileName: 'hosts.csv',
    signal,
  });
}

/** The guess for columns given as names with their values. */
export async function guessColumns(columns: Readonly<Record<string, readonly (string | null)[]>>): Promise<Guess> {
  const names = Object.keys(columns);
  const rows = Math.max(...Object.values(columns).map((values) => values.length));
  const guess = await guessOf(
    await table(
      names,
      Array.from({ length: rows }, (_, row) => names.map((name) => columns[name][row] ?? null)),
    ),
  );
  if (guess === undefined) throw new Error('Nothing was guessed.');
  return guess;
}

/** The expression of a field, as the guess has written it. */
export function expressionOf({ text }: Guess, field: string): string | undefined {
  const line = text.split('\n').find((each) => each.trimStart().startsWith(`${field}:`) && /^ {4,6}\S/.test(each));
  return line
    ?.replace(/^\s*[^:]+:\s*/, '')
    .replace(/ {2}# .*$/, '')
    .replace(/^'(.*)'$/, '$1');
}
