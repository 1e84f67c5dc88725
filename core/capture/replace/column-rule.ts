import type { Cell } from '../../adapter/batch.ts';
import type { Column, Dataset, Personal } from '../../adapter/contract.ts';
import { findDataset } from '../../adapter/datasets.ts';
import { configError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { type Passing, passing } from './passing.ts';
import type { Replacer } from './replacer.ts';

/** What becomes of a column: it stays, it stays apart from names in its texts, or its values are replaced as what they are. */
export type ColumnRule = { readonly kind: 'kept' } | { readonly kind: 'names' } | Replaced;
type Replaced = { readonly kind: 'replaced'; readonly as: Personal };

/** What a person has said about columns: by name, or as `dataset.column`. */
export interface Wishes {
  readonly keep: readonly string[];
  readonly replace: ReadonlyMap<string, Personal>;
}

/**
 * What becomes of each column of a dataset. What a person says wins over what the dataset declares; a column of which nobody says
 * anything is replaced if it is text or bytes, and stays if it is a number, a date or a truth.
 */
export function columnRules({ name, columns, disclosure }: Dataset, wishes: Wishes): readonly ColumnRule[] {
  return columns.map((column): ColumnRule => {
    const said = (wanted: string) => wanted === column.name || wanted === `${name}.${column.name}`;
    const wish = [...wishes.replace].find(([wanted]) => said(wanted));
    if (wish !== undefined) return { kind: 'replaced', as: wish[1] };
    const isKept = wishes.keep.some(said) || disclosure?.plain.has(column.name) === true;
    if (isKept) return column.type === 'text' ? { kind: 'names' } : { kind: 'kept' };
    const declared = disclosure?.personal.get(column.name);
    if (declared !== undefined) return { kind: 'replaced', as: declared };
    return isOpen(column) ? { kind: 'replaced', as: 'text' } : { kind: 'kept' };
  });
}

function isOpen({ type }: Column): boolean {
  return type === 'text' || type === 'bytes';
}

/** @throws ConfigError `capture/unknown-column` for a wish that no dataset has a column for. */
export function holdWishes({ keep, replace }: Wishes, datasets: readonly Dataset[]): void {
  const names = datasets.flatMap(({ columns }) => columns.map((column) => column.name));
  for (const wanted of [...keep, ...replace.keys()]) {
    const isThere = datasets.some(({ name, columns }) =>
      columns.some((column) => wanted === column.name || wanted === `${name}.${column.name}`),
    );
    if (isThere) continue;
    throw configError(
      'capture/unknown-column',
      `Expected a column of the datasets, found ${JSON.stringify(wanted)}.${didYouMean(wanted.split('.').at(-1) ?? wanted, names)}`,
    );
  }
}

/** The datasets that are wanted, in the order of the source. If none is named: those that somebody has written, or else all. */
export function wantedDatasets(
  datasets: readonly Dataset[],
  wanted: readonly string[],
  source: string,
): readonly Dataset[] {
  const written = datasets.filter(({ isFound }) => isFound !== true);
  if (wanted.length === 0) return written.length === 0 ? datasets : written;
  const found = new Set(wanted.map((name) => findDataset(datasets, name, source)));
  return datasets.filter((dataset) => found.has(dataset));
}

/** Gives each cell of a column what stands for it. */
export function cellReplacer(rule: ColumnRule, tools: Passing): (cell: Cell) => Cell {
  const { replacer, isPlaceholder } = tools;
  if (rule.kind === 'kept') return (cell) => cell;
  if (rule.kind === 'names') {
    const pass = passing(tools);
    return (cell) => (typeof cell === 'string' ? pass(cell) : cell);
  }
  const text = textReplacer(rule.as, replacer);
  return (cell) => {
    if (typeof cell === 'string') return isPlaceholder(cell) ? cell : text(cell);
    if (typeof cell === 'number' || typeof cell === 'bigint') return replacer.integer(cell);
    return cell instanceof Uint8Array ? replacer.bytes(cell) : cell;
  };
}

function textReplacer(as: Personal, replacer: Replacer): (value: string) => string {
  switch (as) {
    case 'serial':
      return replacer.serial;
    case 'uuid':
      return replacer.uuid;
    case 'mac':
      return replacer.mac;
    default:
      return replacer.text;
  }
}
