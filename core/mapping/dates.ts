import type { dateOrders } from './format/mapping-shape.ts';
import type { Expression } from './language/tree.ts';
import { visit } from './language/tree.ts';
import type { Mapping } from './mapping.ts';

/** The order of day, month and year in columns whose mapping says "auto": decided by all values, with the proof. */

export type DateOrder = (typeof dateOrders)[number];

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
  #iso = 0;
  #firstAbove12 = 0;
  #secondAbove12 = 0;
  #either = 0;
  #sample = '';
  readonly #forms = new Set<string>();

  constructor(column: string) {
    this.column = column;
  }

  see(value: string | null): void {
    const text = value?.trim() ?? '';
    if (/^\d{4}-\d{1,2}-\d{1,2}(?!\d)/.test(text)) this.#iso++;
    const [, first, sign, second, year] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text) ?? [];
    if (first === undefined) return;
    this.#sample ||= text;
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
  for (const { fields } of mapping.records) {
    for (const { value } of fields) {
      visit(value.tree, (node) => {
        const column = autoColumn(node);
        if (column !== undefined) found.add(column);
      });
    }
  }
  return found;
}

/** The tree with every "auto" replaced by the decided patterns. */
export function decide(tree: Expression, decisions: ReadonlyMap<string, readonly string[]>): Expression {
  if (decisions.size === 0 || tree.kind !== 'call') return tree;
  const column = autoColumn(tree);
  const patterns = column === undefined ? undefined : decisions.get(column);
  const args = tree.args.flatMap((arg) => {
    if (patterns === undefined || !isAuto(arg.value)) return [{ ...arg, value: decide(arg.value, decisions) }];
    return patterns.map((value) => ({
      value: { ...arg.value, kind: 'literal' as const, type: 'text' as const, value },
    }));
  });
  return { ...tree, args };
}

/** For `date(Column, "auto")` and `Column | trim | instant("auto")` the column. */
function autoColumn(node: Expression): string | undefined {
  if (node.kind !== 'call' || !node.args.some(({ value }) => isAuto(value))) return undefined;
  let subject: Expression | undefined = node.args[0]?.value;
  while (subject?.kind === 'call') subject = subject.args[0]?.value;
  return subject?.kind === 'column' ? subject.name : undefined;
}

function isAuto(node: Expression): boolean {
  return node.kind === 'literal' && node.value === 'auto';
}
