import type { Dataset } from '../adapter/contract.ts';
import { entities } from '../model/entities/index.ts';
import { bindMapping } from './bind/bind.ts';
import { type BoundColumns, bindColumns, usedColumns } from './columns.ts';
import type { Expression } from './language/tree.ts';
import { childrenOf } from './language/tree.ts';
import type { FieldRule, Mapping, RecordRule } from './mapping.ts';

/** How well a mapping and a dataset go together, by the names of the columns alone. */
export interface Fit {
  readonly mapping: Mapping;
  readonly dataset: Dataset;
  /** How many columns of the dataset the mapping reads. */
  readonly score: number;
  /** The same as a share of all columns of the dataset, from 0 to 1. */
  readonly share: number;
  /** Columns that the mapping needs and the dataset does not have, as the mapping calls them. */
  readonly missing: readonly string[];
  /** Another mapping or dataset fits exactly as well. */
  readonly tied: boolean;
}

/** One mapping and dataset; or several that fit equally well; or none, with those that came nearest. */
export type Choice =
  | { readonly kind: 'chosen'; readonly fit: Fit; readonly otherDatasets: readonly string[] }
  | { readonly kind: 'tie'; readonly fits: readonly Fit[] }
  | { readonly kind: 'none'; readonly nearest: readonly Fit[] };

/**
 * Chooses the mapping that fits a file, and the dataset of it that is meant. One of the user's own goes before a shipped
 * one, however well that one fits.
 */
export function chooseMapping(
  own: readonly Mapping[],
  shipped: readonly Mapping[],
  datasets: readonly Dataset[],
): Choice {
  for (const mappings of [own, shipped]) {
    const fits = markTies(datasets.flatMap((dataset) => fitsOf(mappings, dataset, datasets.length)).sort(bestFirst));
    const [best] = fits;
    if (best === undefined) continue;
    if (best.tied) return { kind: 'tie', fits: fits.filter((each) => isEqual(each, best)) };
    return {
      kind: 'chosen',
      fit: best,
      otherDatasets: datasets.flatMap(({ name }) => (name === best.dataset.name ? [] : [name])),
    };
  }
  return { kind: 'none', nearest: nearMisses([...own, ...shipped], datasets) };
}

/** The mappings that fit a dataset, best first. */
export function fitMappings(mappings: readonly Mapping[], dataset: Dataset): readonly Fit[] {
  return markTies([...fitsOf(mappings, dataset, 1)].sort(bestFirst));
}

function fitsOf(mappings: readonly Mapping[], dataset: Dataset, datasets: number): readonly Fit[] {
  return mappings.flatMap((mapping) => {
    if (datasets > 1 && isOfAnother(mapping, dataset)) return [];
    const found = measure(mapping, dataset);
    // What binds without a fault is fit to run; a match of hardly more than the key is chance.
    const fits =
      found.fit.missing.length === 0 && !found.weak && bindMapping(mapping, dataset.columns).faults.length === 0;
    return fits ? [found.fit] : [];
  });
}

/** A mapping that names its sheet means that one alone, in a book that has several. */
function isOfAnother({ source }: Mapping, { name }: Dataset): boolean {
  return source.dataset !== undefined && source.dataset.trim().toLowerCase() !== name.trim().toLowerCase();
}

interface Measured {
  readonly fit: Fit;
  readonly weak: boolean;
}

function measure(mapping: Mapping, dataset: Dataset): Measured {
  const used = usedColumns(mapping);
  const bound = bindColumns(mapping, used, dataset.columns);
  const read = new Set([...bound.found.values()].filter(({ name }) => used.has(name)).map(({ index }) => index));
  const needed = neededColumns(mapping, bound);
  const share = dataset.columns.length === 0 ? 0 : read.size / dataset.columns.length;
  const undeclared = [...used].filter((name) => !bound.found.has(name) && !mapping.columns.has(name));
  const missing = [...new Set([...needed.missing, ...undeclared])];
  return {
    fit: { mapping, dataset, score: read.size, share, missing, tied: false },
    weak: share < leastShare && read.size <= needed.found,
  };
}

const leastShare = 1 / 3;

interface Needed {
  readonly found: number;
  readonly missing: readonly string[];
}

/** The columns without which a mapping makes no sense: those of the key and required fields of its subject, and those it calls required. */
function neededColumns({ records, columns }: Mapping, bound: BoundColumns): Needed {
  const [subject] = records;
  const found = new Set<string>();
  const missing = new Set<string>();
  for (const [name, { required }] of columns) {
    if (required) (bound.found.has(name) ? found : missing).add(name);
  }
  for (const field of subject === undefined ? [] : requiredFields(subject)) {
    const need = needOf(field.value.tree, bound);
    for (const name of need.found) found.add(name);
    for (const name of need.missing) missing.add(name);
  }
  for (const fields of subject === undefined ? [] : eitherFields(subject)) {
    const needs = fields.map((field) => needOf(field.value.tree, bound));
    if (needs.length > 0 && !needs.some((need) => need.missing.length === 0)) missing.add(needs[0].missing[0]);
  }
  return { found: found.size, missing: [...missing] };
}

/** Sets of fields of which a record needs one at least. */
function eitherFields(record: RecordRule): readonly (readonly FieldRule[])[] {
  const sets = entities.get(record.entity)?.either ?? [];
  return sets.map((names) => record.fields.filter(({ name, custom }) => custom === undefined && names.includes(name)));
}

function requiredFields(record: RecordRule): readonly FieldRule[] {
  const entity = entities.get(record.entity);
  return record.fields.filter(({ name, custom, required }) => {
    const field =
      custom === undefined && entity !== undefined && Object.hasOwn(entity.fields, name)
        ? entity.fields[name]
        : undefined;
    return (
      required ||
      field?.required === true ||
      (field !== undefined && entity?.key.length === 1 && entity.key[0] === name)
    );
  });
}

/** Which columns an expression needs. Of `A ?? B` one side is enough. */
function needOf(
  node: Expression,
  bound: BoundColumns,
): { readonly found: readonly string[]; readonly missing: readonly string[] } {
  if (node.kind === 'column') {
    return bound.found.has(node.name) ? { found: [node.name], missing: [] } : { found: [], missing: [node.name] };
  }
  const needs = childrenOf(node).map((child) => needOf(child, bound));
  const isAlternative = node.kind === 'binary' && node.operator === '??';
  const whole = isAlternative ? needs.filter(({ missing }) => missing.length === 0) : [];
  const taken = whole.length > 0 ? whole : needs;
  return { found: taken.flatMap(({ found }) => found), missing: taken.flatMap(({ missing }) => missing) };
}

function bestFirst(left: Fit, right: Fit): number {
  return right.score - left.score || right.share - left.share;
}

function isEqual(left: Fit, right: Fit): boolean {
  return left.score === right.score && left.share === right.share;
}

function markTies(sorted: readonly Fit[]): readonly Fit[] {
  return sorted.map((fit, index) => ({
    ...fit,
    tied: [sorted[index - 1], sorted[index + 1]].some((other) => other !== undefined && isEqual(fit, other)),
  }));
}

const mostNearMisses = 3;

/** Mappings some of whose needed columns are there: what a person may have meant, with what is missing. */
function nearMisses(mappings: readonly Mapping[], datasets: readonly Dataset[]): readonly Fit[] {
  const measured = datasets.flatMap((dataset) => mappings.map((mapping) => measure(mapping, dataset).fit));
  return measured
    .filter(({ score, missing }) => score > 0 && missing.length > 0)
    .sort((left, right) => left.missing.length - right.missing.length || bestFirst(left, right))
    .slice(0, mostNearMisses);
}
