import type { dateOrders } from '../format/mapping-shape.ts';
import type { Answer, DateDecision, Example, ShowExample } from './decision.ts';
import { namedDatePattern } from './named-date.ts';
import { yearFirstPattern } from './year-first.ts';

/** How the dates of a column are written: decided by all values, with the proof. Takes constant memory. */

export type DateOrder = (typeof dateOrders)[number];

interface Seen extends Example {
  readonly count: number;
}

const orders = ['dmy', 'mdy', 'ymd'] as const satisfies readonly DateOrder[];
const mostPatterns = 8;

export class DateEvidence {
  readonly column: string;
  /** By the orders that a value can have, such as `dmy mdy`, how many there are. */
  readonly #possible = new Map<string, Seen>();
  /** By sign and digits of the year, such as `.4`. */
  readonly #forms = new Set<string>();
  /** Patterns of values that can be read in one way alone. */
  readonly #clear = new Map<string, Seen>();
  #iso = 0;
  #equal = 0;
  #latest = 0;
  /** Two-digit years that are there. */
  readonly #shortYears = new Map<number, Example>();

  constructor(column: string) {
    this.column = column;
  }

  see(value: string | null, position = 0, count = 1): void {
    const text = value?.trim() ?? '';
    const parts = threeNumbers.exec(text);
    if (parts !== null) this.#seeThree(text, parts, position, count);
    else if (text !== '') this.#seeClear(text, position, count);
  }

  #seeClear(text: string, position: number, count: number): void {
    const clear = clearPattern(text);
    if (clear === undefined) return;
    if (clear === isoPattern) this.#iso += count;
    else if (this.#clear.size < mostPatterns || this.#clear.has(clear)) add(this.#clear, clear, text, position, count);
    this.#latest = Math.max(this.#latest, Number(/^\d{4}(?=\D|\d{4})/.exec(text)?.[0] ?? 0));
    if (/(?:^|[^y])yy$/.test(clear)) this.#seeShortYear(Number(/\d\d(?!.*\d{2})/.exec(text)?.[0]), text, position);
  }

  #seeThree(text: string, [, first, sign, second, year]: RegExpExecArray, position: number, count: number): void {
    const [one, two, three] = [Number(first), Number(second), Number(year)];
    const short = year.length === 2;
    const isYearFirst = short && first.length === 2 && two <= 12 && three >= 1 && three <= 31;
    const possible = [
      ...(one <= 31 && two <= 12 ? ['dmy'] : []),
      ...(one <= 12 && two <= 31 ? ['mdy'] : []),
      // Years of two digits come first behind hyphens only, or where the first number is no day.
      ...(isYearFirst && (sign === '-' || one > 31) ? ['ymd'] : []),
    ];
    if (possible.length === 0) return;
    this.#forms.add(`${sign}${year.length}`);
    if (one === two && !possible.includes('ymd')) this.#equal += count;
    else add(this.#possible, possible.join(' '), text, position, count);
    if (short) this.#seeShortYear(one > 31 ? one : three, text, position);
    else this.#latest = Math.max(this.#latest, three);
  }

  #seeShortYear(year: number, text: string, position: number): void {
    if (!this.#shortYears.has(year)) this.#shortYears.set(year, { text, position });
  }

  /** `stated`: what the mapping says. `pivot`: what a call says of two-digit years. */
  decide(stated: DateOrder | undefined, show: ShowExample = shown, pivot?: number): DateDecision {
    const order = this.#order(stated, show);
    const years = this.#years(pivot, show);
    const patterns = [
      isoPattern,
      ...(order.order === undefined ? [] : this.#patterns(order.order)),
      ...this.#clear.keys(),
    ];
    const said = [order.because, ...this.#others(show), years.because].filter((each) => each !== '');
    return {
      reads: 'date',
      column: this.column,
      proven: order.proven && years.proven,
      plain: patterns.length === 1,
      sentence: `${this.column}: ${said.join('; ')}${/[.?]$/.test(said.at(-1) ?? '') ? '' : '.'}`,
      answers: order.answers,
      patterns,
      ...(years.pivot === undefined ? {} : { pivot: years.pivot }),
    };
  }

  #order(stated: DateOrder | undefined, show: ShowExample): Order {
    if (this.#forms.size === 0) {
      const because =
        this.#iso > 0
          ? `year, month, day (${this.#iso} values in ISO form)`
          : this.#clear.size > 0
            ? ''
            : 'no value with day and month';
      return { order: undefined, proven: true, because, answers: [] };
    }
    if (stated !== undefined && !(stated === 'ymd' && ![...this.#possible.keys()].some((each) => each.includes('ymd'))))
      return { order: stated, proven: true, because: `${orderName(stated)}, as the mapping says`, answers: [] };
    const left = orders.filter((order) => [...this.#possible.keys()].every((each) => each.includes(order)));
    if (this.#possible.size === 0)
      return { order: 'dmy', proven: true, because: 'day and month are equal in every value', answers: [] };
    if (left.length === 1) return { order: left[0], proven: true, because: this.#proof(left[0]), answers: [] };
    return left.length === 0 ? this.#contradiction(show) : this.#question(left, show);
  }

  #proof(order: DateOrder): string {
    if (order === 'ymd') return `${orderName(order)} (${this.#only('ymd')} values above 31 in first place)`;
    const place = order === 'dmy' ? 'first' : 'second';
    return `${orderName(order)} (${this.#only(order)} values above 12 in ${place} place)`;
  }

  /** How many values have a first (or second) number that only this order allows. */
  #only(order: DateOrder): number {
    const without = order === 'dmy' ? 'mdy' : 'dmy';
    return [...this.#possible].reduce(
      (sum, [each, { count }]) => (each.includes(order) && !each.includes(without) ? sum + count : sum),
      0,
    );
  }

  #contradiction(show: ShowExample): Order {
    const by = orders
      .map((order) => ({ order, count: this.#only(order), example: this.#example(order) }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
    const sides = by.map(({ order, count, example }) => {
      const where = order === 'dmy' ? 'above 12 in first place' : order === 'mdy' ? 'in second' : 'above 31 in first';
      return `${count} ${where}${example === undefined ? '' : `, such as ${show(example)}`}`;
    });
    const order = by[0]?.order ?? 'dmy';
    const because = `values contradict each other: ${sides.join('; ')}. Read as ${orderName(order)}.`;
    return { order, proven: false, because, answers: by.map(({ order: word }) => answer(word)) };
  }

  #example(order: DateOrder): Example | undefined {
    const without = order === 'dmy' ? 'mdy' : 'dmy';
    return [...this.#possible].find(([each]) => each.includes(order) && !each.includes(without))?.[1];
  }

  #question(left: readonly DateOrder[], show: ShowExample): Order {
    const [example] = this.#possible.values();
    const [order] = left;
    const asked = left.includes('ymd')
      ? 'is it the day, the month or the year that'
      : 'is it the day or the month that';
    const value = example === undefined ? '' : show(example);
    const because =
      left.length > 1 && !left.includes('ymd')
        ? `is ${value} day or month first? No value is above 12 in first or second place. Read as ${orderName(order)} for now.`
        : `${asked} ${value} begins with? No value tells. Read as ${orderName(order)} for now.`;
    return { order, proven: false, because, answers: left.map(answer) };
  }

  #patterns(order: DateOrder): readonly string[] {
    return [...this.#forms].sort().map((form) => {
      const [sign, year] = [form[0], 'y'.repeat(Number(form[1]))];
      if (order === 'ymd' && year.length === 2) return `yy${sign}M${sign}d`;
      return order === 'mdy' ? `M${sign}d${sign}${year}` : `d${sign}M${sign}${year}`;
    });
  }

  /** What is read beside, and needs no decision. */
  #others(show: ShowExample): readonly string[] {
    return [...this.#clear].map(([pattern, seen]) => {
      const many = `${seen.count} ${seen.count === 1 ? 'value' : 'values'} such as ${show(seen)}`;
      if (pattern.startsWith('serial'))
        return `${many} ${seen.count === 1 ? 'is the number' : 'are numbers'} of a day in a book that begins in 1900`;
      return `${many} as ${pattern}`;
    });
  }

  /** Where the years 2000 end: behind the latest year with four digits; else people have seen none from 50 on. */
  #years(
    pivot: number | undefined,
    show: ShowExample,
  ): { readonly pivot?: number; readonly proven: boolean; readonly because: string } {
    const doubtful = [...this.#shortYears.keys()]
      .filter((year) => year >= 50 && year < usualPivot)
      .sort((a, b) => a - b);
    if (pivot !== undefined || doubtful.length === 0) return { proven: true, because: '' };
    if (this.#latest >= 2000 && this.#latest < 2050)
      return {
        pivot: 50,
        proven: true,
        because: `two-digit years from ${doubtful[0]} on are in the 1900s: no year with four digits is after ${this.#latest}`,
      };
    const example = this.#shortYears.get(doubtful[0]);
    const because = `is ${example === undefined ? doubtful[0] : show(example)} before or after 2000? Years below ${usualPivot} are after 2000 for now; pivot: 50 in the call says otherwise`;
    return { proven: false, because };
  }
}

interface Order {
  readonly order: DateOrder | undefined;
  readonly proven: boolean;
  readonly because: string;
  readonly answers: readonly Answer[];
}

const isoPattern = 'yyyy-MM-dd';
const usualPivot = 70;
const threeNumbers = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;

/** The pattern of a value that can be read in one way; undefined if it is no date. */
function clearPattern(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\d(?!\d)/.test(text)) return isoPattern;
  return text.length > 40 ? undefined : (yearFirstPattern(text) ?? namedDatePattern(text));
}

function add(to: Map<string, Seen>, name: string, text: string, position: number, count: number): void {
  const known = to.get(name);
  to.set(name, known === undefined ? { text, position, count } : { ...known, count: known.count + count });
}

function answer(word: DateOrder): Answer {
  return { word, meaning: orderName(word) };
}

export function orderName(order: DateOrder): string {
  return order === 'dmy' ? 'day, month, year' : order === 'mdy' ? 'month, day, year' : 'year, month, day';
}

function shown({ text }: Example): string {
  return JSON.stringify(text);
}
