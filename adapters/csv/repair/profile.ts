import { isStrictShape, type Shape, shapeOf } from './shape.ts';

/**
 * What the records of a sample show of each column: how likely a value is there. The same for all parts and threads. What only a repair
 * asks for is counted when it is asked for: most files need none.
 */
export interface Profile {
  readonly columns: readonly ColumnProfile[];
  /** How many records it stands on. */
  readonly records: number;
  /** How much a record must gain, cell by cell, to be one of these; and how much one gains that is as all others. */
  readonly floor: number;
  readonly usual: number;
  /** Short records are common, and lack their last fields: they are padded. */
  readonly ragged: boolean;
}

export interface SampledRecord {
  readonly fields: readonly string[];
  readonly quoted: readonly boolean[];
}

/** `sound`: records that fit the columns. Undefined if they are too few to say anything. */
export function profileOf(
  sound: readonly SampledRecord[],
  names: readonly string[],
  ragged = false,
): Profile | undefined {
  if (sound.length < fewest || names.length > widest) return undefined;
  const columns = names.map((name, at) => new ColumnProfile(name, sound, at));
  let gains: Gains | undefined;
  const known = () => {
    gains ??= gainsOf(sound, columns);
    return gains;
  };
  return {
    columns,
    records: sound.length,
    ragged,
    get floor() {
      return known().floor;
    },
    get usual() {
      return known().usual;
    },
  };
}

const fewest = 4;
const widest = 400;

type Gains = Pick<Profile, 'floor' | 'usual'>;

/** What the records of the sample gain, each held to the others. */
function gainsOf(sound: readonly SampledRecord[], columns: readonly ColumnProfile[]): Gains {
  const gains = sound.map(({ fields }) =>
    columns.reduce((sum, column, at) => sum + column.gain(fields[at] ?? '', 1), 0),
  );
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const spread = (gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length) ** 0.5;
  return { usual: mean - 2 * spread, floor: mean - 3 * spread - slack - columns.length };
}

/** One cell of a kind that the sample has not shown. */
const slack = 20;

/** The values of one column, counted from close and from afar. */
export class ColumnProfile {
  readonly name: string;
  /** How many of its fields are filled; of these, the share in quotes, and the share of bare ones with a quote in them. */
  readonly filled: number;
  readonly quotedShare: number;
  readonly blankShare: number;
  /** Its bare values do not begin with a blank, but for a few. */
  readonly isUnpadded: boolean;
  readonly #blanks: number;
  readonly #records: readonly SampledRecord[];
  readonly #at: number;
  #views: Views | undefined;

  constructor(name: string, records: readonly SampledRecord[], at: number) {
    this.name = name;
    this.#records = records;
    this.#at = at;
    let quoted = 0;
    let blanks = 0;
    let padded = 0;
    for (const record of records) {
      const value = record.fields[at] ?? '';
      if (value === '') blanks++;
      else if (record.quoted[at]) quoted++;
      else if (value.startsWith(' ')) padded++;
    }
    this.#blanks = blanks;
    this.filled = records.length - blanks;
    this.quotedShare = this.filled === 0 ? 0 : quoted / this.filled;
    this.isUnpadded = padded <= Math.max(mostPadded, this.filled * paddedShare);
    this.blankShare = blanks / records.length;
  }

  /** Values of the column have this sign in them. */
  knowsSign(sign: string): boolean {
    return this.#known().signs.has(sign);
  }

  /** A value that the column has, or of one of the few shapes that it has, or of the letters, digits and signs of its codes. */
  knows(value: string): boolean {
    const { signs, counts } = this.#known();
    if (counts[0].has(value)) return true;
    const isCode = this.filled >= 8 && !signs.has(' ');
    if (isCode && [...signsOf(value)].every((sign) => signs.has(sign))) return true;
    const shapes = counts[2];
    const isStrict = this.filled >= 8 && shapes.size <= Math.max(2, this.filled / 8);
    const { coarse } = shapeOf(value);
    return isStrict && isStrictShape(coarse) && shapes.has(coarse);
  }

  /** How many values have as many digits, letters and signs; 0 if that says nothing. */
  ofForm(value: string): number {
    const { fine, coarse } = shapeOf(value);
    return isStrictShape(coarse) ? (this.#known().counts[1].get(fine) ?? 0) : 0;
  }

  /** The likelihood of a value. `without`: 1 for a value that the counts have already, and that is held to the others. */
  likely(value: string, without = 0): number {
    const total = this.filled + this.#blanks - without;
    if (value === '') return Math.log((this.#blanks - without + 0.3) / (total + 0.6));
    const shape = shapeOf(value);
    const views = viewsOf(value, shape);
    const [kind, coarse, fine, exact] = shape.likely;
    let log = this.#level(3, views, without, kind);
    log = this.#level(2, views, without, log + coarse);
    log = this.#level(1, views, without, log + fine);
    log = this.#level(0, views, without, log + exact);
    return log + Math.log((this.filled - without + 0.3) / (total + 0.6));
  }

  /** How much more likely a value is in this column than anywhere. */
  gain(value: string, without = 0): number {
    return this.likely(value, without) - likelyAnywhere(value);
  }

  /** What was seen, by its share; what was not, by the share of what was seen once only (Witten and Bell). */
  #level(level: number, views: readonly string[], without: number, farther: number): number {
    const counts = this.#known().counts[level];
    const seen = (counts.get(views[level]) ?? 0) - without;
    const distinct = counts.size - (seen === 0 && without > 0 ? 1 : 0);
    const unseen = Math.max(distinct, 0.5);
    const total = Math.log(this.filled - without + unseen);
    // Long texts are so unlikely that their likelihood is no number any more.
    // A kind or a form that a column has never shown is stranger than a value of a known form: twice so.
    if (seen <= 0) return (Math.log(unseen) - total) * (level > 1 || distinct === 1 ? 2 : 1) + farther;
    return Math.log(seen + unseen * Math.exp(farther)) - total;
  }

  #known(): Views {
    this.#views ??= countViews(this.#records, this.#at);
    return this.#views;
  }
}

const mostPadded = 2;
const paddedShare = 0.2;

interface Views {
  /** All signs but letters and digits. */
  readonly signs: ReadonlySet<string>;
  /** By value, fine shape, coarse shape and kind. */
  readonly counts: readonly ReadonlyMap<string, number>[];
}

function countViews(records: readonly SampledRecord[], at: number): Views {
  const signs = new Set<string>();
  const counts: readonly Map<string, number>[] = [new Map(), new Map(), new Map(), new Map()];
  for (const { fields } of records) {
    const value = fields[at] ?? '';
    if (value === '') continue;
    for (const sign of signsOf(value)) signs.add(sign);
    for (const [level, view] of viewsOf(value, shapeOf(value)).entries()) {
      counts[level].set(view, (counts[level].get(view) ?? 0) + 1);
    }
  }
  return { signs, counts };
}

function signsOf(value: string): string {
  return value.replace(/[\p{L}\p{N}]+/gu, '');
}

function viewsOf(value: string, { fine, coarse, kind }: Shape): readonly string[] {
  return [value, fine, coarse, kind];
}

function likelyAnywhere(value: string): number {
  if (value === '') return Math.log(0.2);
  return shapeOf(value).likely.reduce((sum, each) => sum + each, Math.log(0.8));
}
