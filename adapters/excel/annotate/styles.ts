import { withAttribute } from './xml-text.ts';

/** Bad cells get a fill. A cell's style is one of a list, so each style of a bad cell is copied once, with the fill in it. */

/** Light red, as programs mark bad cells; it is also how our own fill is known again. */
export const badColour = 'FFFFC7CE';

export class StyleEdit {
  readonly #before: string;
  readonly #after: string;
  readonly #styles: readonly string[];
  readonly #own: ReadonlySet<number>;
  readonly #copies = new Map<number, number>();
  readonly #plain = new Map<number, number>();
  readonly #added: string[] = [];
  readonly #fill: number;

  /** `xml`: the part with the styles. Undefined from `openStyles` if it has no list of them. */
  constructor(before: string, styles: readonly string[], after: string, fill: number, own: ReadonlySet<number>) {
    this.#before = before;
    this.#after = after;
    this.#styles = styles;
    this.#fill = fill;
    this.#own = own;
  }

  /** The style with our fill for a cell of this one. */
  marked(style: number): number {
    return this.#derive(this.#copies, style, this.#fill);
  }

  /** The style without our fill, for a cell that an earlier copy has coloured. */
  unmarked(style: number): number {
    return this.#own.has(style) ? this.#derive(this.#plain, style, 0) : style;
  }

  text(): string {
    return [this.#before, ...this.#added, this.#after].join('').replace(countMark, () => String(this.#count));
  }

  get #count(): number {
    return this.#styles.length + this.#added.length;
  }

  #derive(known: Map<number, number>, style: number, fill: number): number {
    const found = known.get(style);
    if (found !== undefined) return found;
    // Past this, programs refuse the book: the cell stays as it is.
    if (this.#count >= mostStyles || this.#styles.length === 0) return style;
    const base = this.#styles[style] ?? this.#styles[0];
    const [tag] = /^<[^>]*>/.exec(base) ?? [base];
    const changed = withAttribute(withAttribute(tag, 'fillId', String(fill)), 'applyFill', '1');
    const index = this.#count;
    this.#added.push(changed + base.slice(tag.length));
    known.set(style, index);
    return index;
  }
}

/** Undefined if there is no list of styles that could be added to. */
export function openStyles(xml: string): StyleEdit | undefined {
  const fills = /<((?:[\w.-]+:)?)fills\b[^>]*>([\s\S]*?)<\/\1fills\s*>/.exec(xml);
  if (fills === null) return undefined;
  const [all, prefix, inside] = fills;
  const known = elements(inside, 'fill');
  const isOurs = (fill: string) => fill.includes(`"${badColour}"`) && /patternType\s*=\s*"solid"/.test(fill);
  const owned = known.findIndex(isOurs);
  const fill = owned < 0 ? known.length : owned;
  const added = owned < 0 ? ourFill(prefix) : '';
  const count = known.length + (owned < 0 ? 1 : 0);
  const open = withAttribute(all.slice(0, all.indexOf('>') + 1), 'count', String(count));
  const end = `</${prefix}fills>`;
  const filled = `${xml.slice(0, fills.index)}${open}${inside}${added}${end}${xml.slice(fills.index + all.length)}`;
  const list = /(<((?:[\w.-]+:)?)cellXfs\b[^>]*>)([\s\S]*?)(<\/\2cellXfs\s*>)/.exec(filled);
  if (list === null) return undefined;
  const [, tag, , styles, close] = list;
  const start = list.index + tag.length;
  const texts = elements(styles, 'xf');
  const own = new Set(known.flatMap((each, index) => (isOurs(each) ? [index] : [])));
  const painted = texts.flatMap((each, index) =>
    own.has(Number(/\sfillId\s*=\s*["'](\d+)/.exec(each)?.[1])) ? [index] : [],
  );
  const before = `${filled.slice(0, list.index)}${withAttribute(tag, 'count', countMark)}${styles}`;
  const after = close + filled.slice(start + styles.length + close.length);
  return new StyleEdit(before, texts, after, fill, new Set(painted));
}

/** The elements of a name, each as it stands. */
function elements(xml: string, name: string): readonly string[] {
  const one = new RegExp(
    `<((?:[\\w.-]+:)?)${name}\\b(?:[^>]*/>|[^>]*[^/]>[\\s\\S]*?</\\1${name}\\s*>|>[\\s\\S]*?</\\1${name}\\s*>)`,
    'g',
  );
  return [...xml.matchAll(one)].map(([each]) => each);
}

function ourFill(prefix: string): string {
  return `<${prefix}fill><${prefix}patternFill patternType="solid"><${prefix}fgColor rgb="${badColour}"/><${prefix}bgColor indexed="64"/></${prefix}patternFill></${prefix}fill>`;
}

/** Stands where the number of styles will. */
const countMark = '\u0000';
const mostStyles = 64_000;
