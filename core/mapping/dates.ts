import type { dateOrders } from './format/mapping-shape.ts';
import { type Argument, type Call, columnsOf, type Expression, visit, withChildren } from './language/tree.ts';
import type { Mapping } from './mapping.ts';

/** The order of day, month and year in columns whose mapping says "auto": decided by all values, with the proof. */

type DateOrder = (typeof dateOrders)[number];

export interface DateDecision {
  readonly column: string;
  /** Whether the values leave no other reading. */
  readonly proven: boolean;
  /** The decision and its evidence, in a sentence. */
  readonly sentence: string;
  /** In place of "auto", tried in this order. */
  readonly patterns: readonly string[];
}

/** Counts the shapes of a column's values. Takes constant memory. */
export class DateEvidence {
  readonly column: string;
  readonly #shown: boolean;
  #iso = 0;
  #firstAbove12 = 0;
  #secondAbove12 = 0;
  #either = 0;
  #sample = '';
  readonly #forms = new Set<string>();

  /** `masked`: no value of the column may be shown. */
  constructor(column: string, masked = false) {
    this.column = column;
    this.#shown = !masked;
  }

  see(value: string | null): void {
    const text = value?.trim() ?? '';
    if (/^\d{4}-\d{1,2}-\d{1,2}(?!\d)/.test(text)) this.#iso++;
    const [, first, sign, second, year] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text) ?? [];
    if (first === undefined) return;
    if (this.#shown) this.#sample ||= text;
    this.#forms.add(`${sign}${year.length}`);
    if (Number(first) > 12) this.#firstAbove12++;
    else if (Number(second) > 12) this.#secondAbove12++;
    else if (Number(first) !== Number(second)) this.#either++;
  }

  decide(stated: DateOrder | undefined): DateDecision {
    const { column } = this;
    if (this.#forms.size === 0) {
      const sentence = `${column}: ${this.#iso > 0 ? `year, month, day (${this.#iso} values in ISO form)` : 'no value with day and month'}.`;
      return { column, proven: true, sentence, patterns: isoPatterns };
    }
    const order = stated === 'ymd' ? undefined : stated;
    if (order !== undefined)
      return {
        column,
        proven: true,
        sentence: `${column}: ${orderName(order)}, as the mapping says.`,
        patterns: this.#patterns(order),
      };
    return this.#decideByData();
  }

  #decideByData(): DateDecision {
    const { column } = this;
    const [days, months] = [this.#firstAbove12, this.#secondAbove12];
    const order = months > days ? 'mdy' : 'dmy';
    const patterns = this.#patterns(order);
    if (days > 0 && months > 0) {
      const sentence = `${column}: values contradict each other: ${days} above 12 in first place, ${months} in second. Read as ${orderName(order)}.`;
      return { column, proven: false, sentence, patterns };
    }
    if (days + months > 0) {
      const place = days > 0 ? 'first' : 'second';
      return {
        column,
        proven: true,
        sentence: `${column}: ${orderName(order)} (${days + months} values above 12 in ${place} place).`,
        patterns,
      };
    }
    if (this.#either === 0)
      return { column, proven: true, sentence: `${column}: day and month are equal in every value.`, patterns };
    const sentence = `${column}: is ${JSON.stringify(this.#sample)} day or month first? No value is above 12 in first or second place. Read as ${orderName(order)} for now.`;
    return { column, proven: false, sentence, patterns };
  }

  #patterns(order: 'dmy' | 'mdy'): readonly string[] {
    const forms = [...this.#forms].sort().map((form) => {
      const [sign, year] = [form[0], 'y'.repeat(Number(form[1]))];
      return order === 'dmy' ? `d${sign}M${sign}${year}` : `M${sign}d${sign}${year}`;
    });
    return [...isoPatterns, ...forms];
  }
}

const isoPatterns = ['yyyy-MM-dd'];

function orderName(order: DateOrder): string {
  return order === 'dmy' ? 'day, month, year' : order === 'mdy' ? 'month, day, year' : 'year, month, day';
}

/** The columns whose dates are read by "auto", as the mapping calls them. */
export function undecidedColumns(mapping: Mapping): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { each, when, fields } of mapping.records) {
    for (const text of [each, when, ...fields.map(({ value }) => value)]) {
      if (text === undefined) continue;
      visit(text.tree, (node) => {
        const column = autoColumn(node);
        if (column !== undefined) found.add(column);
      });
    }
  }
  return found;
}

/** The calls with "auto" whose values come from no column or from several: there is nothing to decide them by. */
export function undecidable(tree: Expression): readonly Call[] {
  const found: Call[] = [];
  visit(tree, (node) => {
    if (hasAuto(node) && autoColumn(node) === undefined) found.push(node);
  });
  return found;
}

/** The tree with every "auto" replaced by the decided patterns. */
export function decide(tree: Expression, decisions: ReadonlyMap<string, readonly string[]>): Expression {
  if (decisions.size === 0) return tree;
  const changed = withChildren(tree, (child) => decide(child, decisions));
  const patterns = decisions.get(autoColumn(tree) ?? '');
  if (changed.kind !== 'call' || patterns === undefined) return changed;
  const args = changed.args.flatMap((arg) => {
    if (!isAuto(arg.value)) return [arg];
    return patterns.map((value): Argument => ({ value: { ...arg.value, kind: 'literal', type: 'text', value } }));
  });
  return { ...changed, args };
}

/** For `date(Column, "auto")` and `Column | trim | instant("auto")` the column. */
function autoColumn(node: Expression): string | undefined {
  if (!hasAuto(node)) return undefined;
  const columns = columnsOf(node.args[0].value);
  return columns.length === 1 ? columns[0] : undefined;
}

function hasAuto(node: Expression): node is Call {
  return (
    node.kind === 'call' &&
    (node.name === 'date' || node.name === 'instant') &&
    node.args.slice(1).some(({ value }) => isAuto(value))
  );
}

function isAuto(node: Expression): boolean {
  return node.kind === 'literal' && node.value === 'auto';
}
