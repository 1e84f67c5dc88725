import type { Column } from '../adapter/contract.ts';
import { type Fault, fault } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { BoundColumns } from './columns.ts';
import { columnsOf } from './language/tree.ts';
import type { ExpressionText, FieldRule, Mapping, RecordRule } from './mapping.ts';

/** What columns that are declared, but not in the data, do to the expressions that read them. */

interface Bound {
  readonly mapping: Mapping;
  readonly bound: BoundColumns;
  readonly columns: readonly Column[];
}

type Missing = 'none' | 'some' | 'all';

export function missingOf(text: ExpressionText | undefined, { bound }: Bound): Missing {
  const names = text === undefined ? [] : columnsOf(text.tree);
  const missing = names.filter((name) => bound.missing.has(name)).length;
  if (missing === 0) return 'none';
  return missing === names.length ? 'all' : 'some';
}

/** An amount of money without its currency is none. */
export function missingOfField(field: FieldRule, record: RecordRule, bindings: Bound): Missing {
  const missing = [missingOf(field.value, bindings), missingOf(currencyOf(field, record)?.value, bindings)];
  return missing.find((each) => each === 'all') ?? missing.find((each) => each === 'some') ?? 'none';
}

export function readsMasked({ tree }: ExpressionText, { bound }: Bound): boolean {
  return columnsOf(tree).some((name) => bound.maskedIndexes.has(bound.found.get(name)?.index ?? -1));
}

/** The rule of the currency, beside the one of an amount of money. */
export function currencyOf({ name, custom }: FieldRule, { fields }: RecordRule): FieldRule | undefined {
  if (custom !== undefined) return undefined;
  return fields.find((each) => each.custom === undefined && each.name === `${name}Currency`);
}

export function missingColumn(text: ExpressionText, { mapping, columns, bound }: Bound): Fault {
  const name = columnsOf(text.tree).find((each) => bound.missing.has(each)) ?? '';
  return requiredColumn(name, mapping, columns, text.placeAt(0));
}

export function requiredColumn(
  name: string,
  mapping: Mapping,
  columns: readonly Column[],
  place = mapping.source.place(),
): Fault {
  const aliases = mapping.columns.get(name)?.aliases ?? [];
  const also = aliases.length > 0 ? ` (also known as ${aliases.slice(0, 4).join(', ')})` : '';
  const suggestion = didYouMean(
    name,
    columns.map((each) => each.name),
  );
  return fault(
    'mapping/unknown-column',
    `The data have no column "${name}"${also}, which a key, a condition or a required field needs.${suggestion}`,
    { place },
  );
}

export function ambiguousColumn(name: string, candidates: readonly string[], mapping: Mapping): Fault {
  const listed = candidates.map((each) => JSON.stringify(each)).join(' and ');
  const message = `"${name}" can be ${listed}: give the name of one, exactly as it is, under columns.`;
  return fault('mapping/unknown-column', message, { place: mapping.source.place() });
}
