import { DateEvidence } from '../evidence/date-evidence.ts';
import { NumberEvidence } from '../evidence/number-evidence.ts';
import { DigestSet } from './digest-set.ts';
import { type Shape, shapeOf } from './shape.ts';

/** How many different values are kept to be shown, how long they may be, and how many wait to be counted. */
const listed = 50;
const listedLength = 100;
const waiting = 256;

/** What all values of a column are like. Takes constant memory, whatever the number of rows. */
export class ColumnProfile {
  readonly name: string;
  rows = 0;
  blanks = 0;
  longest = 0;
  /** Values that were there before; of more than 10,000 different ones the first are remembered. */
  repeats = 0;
  /** Values that makers and people write where they have none. */
  placeholders = 0;
  /** Dates and times that have a time of day and no zone, or no time of day. */
  withoutZone = 0;
  readonly dates: DateEvidence;
  readonly numbers: NumberEvidence;
  /** Words and signs around amounts: €, EUR. */
  readonly affixes = new Set<string>();
  readonly #shapes = new Map<Shape, number>();
  readonly #digests = new DigestSet();
  /** Values that were not looked at yet, and how often each came: most columns repeat theirs. */
  readonly #waiting = new Map<string, number>();
  readonly #values = new Map<string, number>();
  #manyValues = false;

  constructor(name: string) {
    this.name = name;
    this.dates = new DateEvidence(name);
    this.numbers = new NumberEvidence(name);
  }

  see(value: string | null): void {
    this.rows++;
    const text = value?.trim() ?? '';
    if (text === '') {
      this.blanks++;
      return;
    }
    const count = this.#waiting.get(text);
    if (count === undefined && text.length > listedLength) this.#take(text, 1);
    else this.#waiting.set(text, (count ?? 0) + 1);
    if (this.#waiting.size >= waiting) this.finish();
  }

  /** Looks at the values that wait. Call it behind the last one. */
  finish(): void {
    for (const [text, count] of this.#waiting) this.#take(text, count);
    this.#waiting.clear();
  }

  #take(text: string, count: number): void {
    if (text.length > this.longest) this.longest = text.length;
    if (text.length < 40 && placeholder.test(text)) this.placeholders += count;
    this.#remember(text, count);
    const shape = shapeOf(text);
    this.#shapes.set(shape, this.count(shape) + count);
    this.#note(text, shape, count);
  }

  #remember(text: string, count: number): void {
    this.repeats += this.#digests.add(text.toLowerCase()) ? count : count - 1;
    if (this.#manyValues) return;
    if (text.length <= listedLength) this.#values.set(text, (this.#values.get(text) ?? 0) + count);
    this.#manyValues = text.length > listedLength || this.#values.size > listed;
  }

  #note(text: string, shape: Shape, count: number): void {
    if (dated.has(shape)) this.dates.see(text, 0, count);
    if (dated.has(shape) && shape !== 'isoZoned') this.withoutZone += count;
    if (numeric.has(shape)) this.numbers.see(text, 0, count);
    if (shape !== 'amount' || this.affixes.size > 5) return;
    const affix = /[€$£]|[A-Z]{3}/.exec(text)?.[0];
    if (affix !== undefined) this.affixes.add(affix);
  }

  count(...shapes: readonly Shape[]): number {
    return shapes.reduce((sum, shape) => sum + (this.#shapes.get(shape) ?? 0), 0);
  }

  get filled(): number {
    return this.rows - this.blanks;
  }

  /** Whether nearly all values have one of these shapes, and there are any. */
  mostly(...shapes: readonly Shape[]): boolean {
    return this.filled > 0 && this.count(...shapes) >= this.filled * 0.9;
  }

  /** The different values, most frequent first; undefined if there are more than 50, or long ones. */
  get values(): readonly string[] | undefined {
    if (this.#manyValues) return undefined;
    return [...this.#values].sort((left, right) => right[1] - left[1]).map(([value]) => value);
  }

  /** No value is missing or a placeholder, and none was found twice. */
  get isKey(): boolean {
    return this.filled > 0 && this.blanks === 0 && this.repeats === 0 && this.placeholders === 0;
  }

  /** Hardly any value is missing or repeated: fit for a key that says what it is. */
  get isNearlyKey(): boolean {
    return this.filled > 0 && this.blanks <= this.rows / 10 && this.repeats <= this.filled / 10;
  }
}

const placeholder =
  /^(?:to be filled by o\.e\.m\.?|default string|system serial number|not (?:specified|available|applicable)|none|null|n\/?a|unknown|unbekannt|tbd|[-?.*]+|0{2,}|x{2,})$/i;

const dated: ReadonlySet<Shape> = new Set<Shape>([
  'slashDate',
  'namedDate',
  'isoDate',
  'isoTime',
  'isoZoned',
  'compactDate',
]);

const numeric: ReadonlySet<Shape> = new Set<Shape>([
  'integer',
  'decimal',
  'localNumber',
  'amount',
  'percent',
  'bytes',
  'clock',
  'compactDate',
]);
