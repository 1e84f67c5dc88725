import type { Column } from '../../adapter/contract.ts';
import { type Fault, fault } from '../../errors/errors.ts';
import { foldNatural } from '../../model/key.ts';
import type { BoundColumn, BoundColumns } from '../columns.ts';
import { decide, undecidable } from '../evidence/auto.ts';
import type { Readings } from '../evidence/decision.ts';
import type { BindContext } from '../functions/define.ts';
import { checkExpression, type Scope } from '../language/check.ts';
import type { TypeName } from '../language/convert.ts';
import type { Step } from '../language/step.ts';
import type { ExpressionText, Mapping } from '../mapping.ts';

/** What every binding works with. The slots and the faults grow as expressions are bound. */
export interface Bindings {
  readonly mapping: Mapping;
  readonly bound: BoundColumns;
  readonly slots: BoundColumn[];
  readonly faults: Fault[];
  readonly columns: readonly Column[];
  readonly readings: Readings;
}

/** Checks an expression against the columns, and gives its steps and its type. `item`: it may name the element of a list. */
export function bindExpression(
  text: ExpressionText,
  item: boolean,
  bindings: Bindings,
): { readonly step: Step; readonly type: TypeName } {
  const { typed, faults } = checkExpression(decide(text.tree, bindings.readings), scopeOf(item, bindings));
  for (const { nameStart } of undecidable(text.tree)) {
    const message =
      '"auto" is decided by the values of one column: read each column by itself, or say how it is written.';
    bindings.faults.push(fault('mapping/wrong-arguments', message, { place: text.placeAt(nameStart) }));
  }
  for (const { code, message, offset } of faults)
    bindings.faults.push(fault(code, message, { place: text.placeAt(offset) }));
  return typed;
}

function scopeOf(item: boolean, { mapping, bound, slots, columns }: Bindings): Scope {
  return {
    item,
    context: bindContext(mapping),
    columnNames: () => [...new Set([...mapping.columns.keys(), ...columns.map(({ name }) => name)])],
    column: (name) => {
      if (bound.missing.has(name)) return 'missing';
      const column = bound.found.get(name);
      if (column === undefined) return undefined;
      return { slot: slotOf(column, slots), type: column.type };
    },
    typedColumn: (name, only) => {
      const column = bound.found.get(name);
      return column?.type === 'text' ? slotOf({ ...column, only }, slots) : undefined;
    },
  };
}

function slotOf(column: BoundColumn, slots: BoundColumn[]): number {
  const known = slots.findIndex(({ name, only }) => name === column.name && only === column.only);
  return known < 0 ? slots.push(column) - 1 : known;
}

function bindContext({ lookups, source }: Mapping): BindContext {
  return {
    ...(source.zone === undefined ? {} : { zone: source.zone }),
    lookupNames: [...lookups.keys()],
    lookup: (name) => {
      const table = lookups.get(name);
      return table && { get: (key) => table.get(foldNatural(key)) };
    },
  };
}
