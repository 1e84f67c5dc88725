import { type Argument, type Call, columnsOf, type Expression, visit, withChildren } from '../language/tree.ts';
import type { Mapping } from '../mapping.ts';
import type { Readings } from './decision.ts';

/**
 * The calls whose texts are read as all values of their column show: those that say "auto", and those that say nothing and read
 * a column as it stands.
 */

export interface OpenColumn {
  readonly column: string;
  readonly reads: 'date' | 'number';
  /** A call says "auto", so the values decide wherever they come from; else they do for files alone. */
  readonly said: boolean;
  /** Every call reads units by itself. */
  readonly units: boolean;
  /** What a call says of two-digit years. */
  readonly pivot?: number;
}

/** Functions that leave the text of a number or a date as it is. */
export const cleaning: ReadonlySet<string> = new Set([
  'trim',
  'upper',
  'lower',
  'normalizeSpaces',
  'blankIf',
  'blankIfSentinelDate',
]);

/** What the calls of a mapping leave to the values, each column once for numbers and once for dates. */
export function openColumns(mapping: Mapping): readonly OpenColumn[] {
  const found = new Map<string, OpenColumn>();
  for (const { each, when, fields } of mapping.records) {
    for (const text of [each, when, ...fields.map(({ value }) => value)]) {
      if (text === undefined) continue;
      visit(text.tree, (node) => {
        const open = openColumn(node);
        if (open === undefined) return;
        const key = `${open.reads} ${open.column}`;
        const known = found.get(key);
        found.set(
          key,
          known === undefined
            ? open
            : { ...known, ...open, said: known.said || open.said, units: known.units && open.units },
        );
      });
    }
  }
  return [...found.values()];
}

/** The calls with "auto" whose values come from no column or from several: there is nothing to decide them by. */
export function undecidable(tree: Expression): readonly Call[] {
  const found: Call[] = [];
  visit(tree, (node) => {
    if (node.kind === 'call' && saysAuto(node) && openColumn(node) === undefined) found.push(node);
  });
  return found;
}

/** The tree with what was decided written out as arguments. */
export function decide(tree: Expression, readings: Readings): Expression {
  if (readings.size === 0) return tree;
  const changed = withChildren(tree, (child) => decide(child, readings));
  const open = openColumn(tree);
  const reading = open && readings.get(open.column);
  if (changed.kind !== 'call' || open === undefined || reading === undefined) return changed;
  if (open.reads === 'date') return reading.dates === undefined ? changed : withPatterns(changed, reading.dates);
  return reading.numbers === undefined ? changed : withForm(changed, reading.numbers);
}

type Reading = NonNullable<ReturnType<Readings['get']>>;

function withPatterns(call: Call, { patterns, pivot }: NonNullable<Reading['dates']>): Call {
  const own = call.args.slice(1).map(({ value }) => (value.kind === 'literal' ? value.value : null));
  const written = patterns
    .filter((value) => !own.includes(value))
    .map((value): Argument => ({ value: textNode(call, value) }));
  const said = saysAuto(call);
  const args = said ? call.args.flatMap((arg) => (isAuto(arg.value) ? written : [arg])) : [...call.args, ...written];
  if (pivot === undefined || argumentOf(call, 'pivot') !== undefined) return { ...call, args };
  const value = { ...textNode(call, String(pivot)), type: 'number' as const };
  return { ...call, args: [...args, { name: 'pivot', value }] };
}

function withForm(call: Call, { locale, decimal, thousands, ignore }: NonNullable<Reading['numbers']>): Call {
  const [text, ...others] = call.args.filter(({ value }) => !isAuto(value));
  const own = argumentOf(call, 'ignore');
  const ignored = [own?.kind === 'literal' ? String(own.value ?? '') : '', ignore ?? '']
    .filter((each) => each !== '')
    .join(' ');
  const named = [
    { name: 'locale', value: locale },
    { name: 'decimal', value: decimal },
    { name: 'thousands', value: thousands },
    // A function with units of its own reads them itself.
    { name: 'ignore', value: call.name === 'number' && ignored !== '' ? ignored : undefined },
  ];
  const added = named.flatMap(({ name, value }): readonly Argument[] =>
    value === undefined ? [] : [{ name, value: textNode(call, value) }],
  );
  return { ...call, args: [text, ...others.filter(({ name }) => name !== 'ignore' || ignored === ''), ...added] };
}

function textNode({ start, end }: Call, value: string) {
  return { kind: 'literal', type: 'text', value, start, end } as const;
}

function openColumn(node: Expression): OpenColumn | undefined {
  if (node.kind !== 'call' || node.args.length === 0) return undefined;
  const reads = readingFunctions.get(node.name);
  if (reads === undefined) return undefined;
  const said = saysAuto(node);
  if (!said && saysHow(node, reads)) return undefined;
  const [{ value }] = node.args;
  const columns = said ? columnsOf(value) : [cleanColumn(value)];
  const [column] = columns;
  if (columns.length !== 1 || column === undefined) return undefined;
  const pivot = argumentOf(node, 'pivot');
  return {
    column,
    reads,
    said,
    units: node.name === 'bytes',
    ...(pivot?.kind === 'literal' ? { pivot: Number(pivot.value) } : {}),
  };
}

const readingFunctions: ReadonlyMap<string, OpenColumn['reads']> = new Map([
  ['date', 'date'],
  ['instant', 'date'],
  ['number', 'number'],
  ['percent', 'number'],
  ['bytes', 'number'],
]);

/** Whether a call says by itself how its texts are written. */
function saysHow(call: Call, reads: OpenColumn['reads']): boolean {
  const isGiven = ['patterns', 'locale', 'decimal', 'thousands'].some((name) => argumentOf(call, name) !== undefined);
  // The second place of bytes() is a unit.
  return (
    isGiven ||
    (call.name !== 'bytes' &&
      call.args.slice(1).some(({ name }) => name === undefined && (reads === 'date' || reads === 'number')))
  );
}

function saysAuto(call: Call): boolean {
  return (
    readingFunctions.has(call.name) && call.args.slice(1).some(({ name, value }) => name !== 'ignore' && isAuto(value))
  );
}

function argumentOf(call: Call, wanted: string): Expression | undefined {
  return call.args.find(({ name }) => name === wanted)?.value;
}

/** The column that an expression gives as it stands, but for cleaning. */
export function cleanColumn(node: Expression): string | undefined {
  if (node.kind === 'column') return node.name;
  if (node.kind !== 'call' || !cleaning.has(node.name) || node.args.length === 0) return undefined;
  return cleanColumn(node.args[0].value);
}

function isAuto(node: Expression): boolean {
  return node.kind === 'literal' && node.value === 'auto';
}
