import { affixKind } from '../functions/number-signs.ts';
import type { Example, NumberDecision, NumberForm, ShowExample } from './decision.ts';
import { type Role, type WrittenNumber, writtenNumber } from './written-number.ts';

/** How the numbers of a column are written: decided by what their signs can only mean. Takes constant memory. */

export type NumberWord = 'point' | 'comma';

interface Seen extends Example {
  readonly count: number;
}

const mostAffixes = 12;

export class NumberEvidence {
  readonly column: string;
  /** The largest value, roughly: enough to tell bytes from gigabytes. */
  largest = 0;
  readonly #seen = new Map<string, Seen>();
  #numbers = 0;
  #values = 0;
  /** Every value is a plain decimal such as -1234.5. */
  #plain = true;

  constructor(column: string) {
    this.column = column;
  }

  /** Takes a value, and how often it came. */
  see(value: string, position = 0, count = 1): void {
    const text = value.trim();
    if (text === '') return;
    this.#values += count;
    const written = writtenNumber(text);
    if (written === undefined) this.#note('other', text, position, count);
    else this.#seeNumber(written, text, position, count);
  }

  #seeNumber(written: WrittenNumber, text: string, position: number, count: number): void {
    this.#numbers += count;
    this.largest = Math.max(this.largest, Number(written.whole));
    this.#plain &&= plainDecimal.test(text);
    for (const role of written.roles) this.#note(role, text, position, count);
    if (written.ungrouped) this.#note('ungrouped', text, position, count);
    if (written.percent) this.#note('percent', text, position, count);
    if (written.affix !== '') this.#noteAffix(written, text, position, count);
  }

  #noteAffix({ affix }: WrittenNumber, text: string, position: number, count: number): void {
    if (this.#affixes().length < mostAffixes || this.#seen.has(`affix ${affix}`))
      this.#note(`affix ${affix}`, text, position, count);
  }

  #note(
    what: Role | 'other' | 'ungrouped' | 'percent' | `affix ${string}`,
    text: string,
    position: number,
    count: number,
  ): void {
    const known = this.#seen.get(what);
    this.#seen.set(what, known ? { ...known, count: known.count + count } : { text, position, count });
  }

  #of(...roles: readonly Role[]): number {
    return roles.reduce((sum, role) => sum + (this.#seen.get(role)?.count ?? 0), 0);
  }

  #affixes(): readonly string[] {
    return [...this.#seen.keys()].flatMap((name) => (name.startsWith('affix ') ? [name.slice(6)] : []));
  }

  /** `stated`: what the mapping says, which needs no proof. `units`: who reads the numbers reads their units. Undefined if there is no number at all. */
  decide(
    stated: NumberWord | undefined,
    show: ShowExample = ({ text }) => JSON.stringify(text),
    units = false,
  ): NumberDecision | undefined {
    if (this.#numbers === 0) return undefined;
    const { column } = this;
    const { word, proven, because } =
      stated === undefined ? this.#solve(show) : { word: stated, proven: true, because: 'as the mapping says' };
    const mixed = isMixed(this.#currencies());
    const plain = this.#plain && word === 'point' && (proven || stated !== undefined);
    const sentence = [
      `${column}: ${word === 'comma' ? 'decimal comma' : 'decimal point'}${because === '' ? '' : ` (${because})`}`,
      ...this.#asides(word, show, units),
    ].join('; ');
    return {
      reads: 'number',
      column,
      proven: proven && !mixed,
      plain,
      sentence: `${sentence}.`,
      answers: proven ? [] : this.#answers(),
      form: plain ? {} : this.#form(word, units),
    };
  }

  #solve(show: ShowExample): { readonly word: NumberWord; readonly proven: boolean; readonly because: string } {
    const commas = this.#of('decimal,', 'group.');
    const points = this.#of('decimal.', 'group,');
    if (commas > 0 && points > 0) {
      const word = commas > points ? 'comma' : 'point';
      const because = `values contradict each other: ${this.#example(['decimal,', 'group.'], show)} and ${this.#example(['decimal.', 'group,'], show)}; read as most are`;
      return { word, proven: false, because };
    }
    if (commas + points > 0)
      return { word: commas > 0 ? 'comma' : 'point', proven: true, because: this.#proof(commas > 0 ? ',' : '.') };
    const [eitherComma, eitherPoint] = [this.#seen.get('either,'), this.#seen.get('either.')];
    // Whoever writes blanks between thousands mostly has commas before fractions; no value has one.
    if (eitherComma === undefined && eitherPoint === undefined)
      return { word: this.#of('group ') > 0 ? 'comma' : 'point', proven: true, because: this.#grouped() };
    return this.#solveEither(eitherComma, eitherPoint, show);
  }

  /** One sign with three digits behind it: a fraction only if something else says how thousands are written. */
  #solveEither(
    comma: Seen | undefined,
    point: Seen | undefined,
    show: ShowExample,
  ): { readonly word: NumberWord; readonly proven: boolean; readonly because: string } {
    const [sign, only] = comma === undefined ? (['point', point] as const) : (['comma', comma] as const);
    const both = comma !== undefined && point !== undefined;
    const grouped = this.#grouped();
    const ungrouped = this.#seen.get('ungrouped');
    if (!both && grouped !== '') return { word: sign, proven: true, because: grouped };
    if (!both && ungrouped !== undefined)
      return {
        word: sign,
        proven: true,
        because: `${ungrouped.count} values such as ${show(ungrouped)} have no sign between thousands`,
      };
    const asked = both ? `are ${show(comma)} and ${show(point)}` : `is ${only === undefined ? '' : show(only)}`;
    return { word: 'point', proven: false, because: `${asked} above a thousand, or a fraction? No value tells` };
  }

  /** Signs between thousands that no country has before fractions. */
  #grouped(): string {
    const [blanks, apostrophes] = [this.#of('group '), this.#of("group'")];
    if (blanks + apostrophes === 0) return '';
    return `${blanks + apostrophes} values have ${blanks > 0 ? 'blanks' : 'apostrophes'} between thousands`;
  }

  #proof(sign: ',' | '.'): string {
    const [name, other] = sign === ',' ? ['commas', 'points'] : ['points', 'commas'];
    const decimals = this.#of(sign === ',' ? 'decimal,' : 'decimal.');
    const groups = this.#of(sign === ',' ? 'group.' : 'group,');
    const said = [
      ...(decimals > 0 ? [`${decimals} of ${this.#values} values have ${name} before a fraction`] : []),
      ...(groups > 0 ? [`${groups} have ${other} between thousands`] : []),
      ...(this.#of('lakh') > 0 ? ['groups of two digits as in India'] : []),
      ...(this.#grouped() === '' ? [] : [this.#grouped()]),
    ];
    return said.join(', ');
  }

  #example(roles: readonly Role[], show: ShowExample): string {
    const count = this.#of(...roles);
    const example = roles.map((role) => this.#seen.get(role)).find((seen) => seen !== undefined);
    return `${count} like ${example === undefined ? '' : show(example)}`;
  }

  #asides(word: NumberWord, show: ShowExample, units: boolean): readonly string[] {
    const other = this.#seen.get('other');
    const percent = this.#seen.get('percent');
    const ignored = units ? [] : this.#ignored();
    const currencies = this.#currencies();
    const left = units ? [] : this.#affixes().filter((affix) => !ignored.includes(affix));
    return [
      ...(ignored.length === 0
        ? []
        : [`${ignored.join(', ')} beside numbers ${ignored.length > 1 ? 'are' : 'is'} left out`]),
      ...(isMixed(currencies) ? [`the amounts are in several currencies: ${currencies.join(', ')}`] : []),
      ...(left.length === 0 ? [] : [`there are several units: ${left.join(', ')}`]),
      ...(percent === undefined ? [] : [`${percent.count} values such as ${show(percent)} are shares of a hundred`]),
      ...(other === undefined ? [] : [`${other.count} values such as ${show(other)} are no numbers`]),
      ...(word === 'comma' && this.#of('either.') > 0
        ? [
            `${this.#of('either.')} like ${show(this.#seen.get('either.') ?? { text: '', position: 0 })} are above a thousand`,
          ]
        : []),
    ];
  }

  #currencies(): readonly string[] {
    return this.#affixes().filter((affix) => affixKind(affix) === 'currency');
  }

  /** Currencies, and a unit if there is only one: numbers of several units must not be mixed. */
  #ignored(): readonly string[] {
    const units = this.#affixes().filter((affix) => affixKind(affix) === 'unit');
    const same = new Set(units.map((unit) => unit.toLowerCase())).size === 1;
    return [...this.#currencies(), ...(same ? units : [])];
  }

  #form(word: NumberWord, units: boolean): NumberForm {
    const ignore = units ? '' : this.#ignored().join(' ');
    const said = ignore === '' ? {} : { ignore };
    if (word === 'point' && this.#of('lakh') > 0) return { locale: 'in', ...said };
    const thousands = [
      word === 'point' ? this.#sign(',', 'group,', 'either,') : this.#sign('.', 'group.', 'either.'),
      this.#sign("'", "group'"),
      this.#sign(' ', 'group '),
    ].join('');
    return { decimal: word === 'point' ? '.' : ',', ...(thousands === '' ? {} : { thousands }), ...said };
  }

  #sign(sign: string, ...roles: readonly Role[]): string {
    return this.#of(...roles) > 0 ? sign : '';
  }

  #answers(): NumberDecision['answers'] {
    return [
      { word: 'point', meaning: 'points before fractions: 1,234.5' },
      { word: 'comma', meaning: 'commas before fractions: 1.234,5' },
    ];
  }
}

/** € and EUR are one currency, and so may be $ and USD. */
function isMixed(currencies: readonly string[]): boolean {
  const codes = new Set(currencies.map((each) => same.get(each) ?? each));
  const dollars = [...codes].filter((code) => code === '$' || /^[A-Z]{2}D$/.test(code));
  return codes.size > (dollars.length === 2 && codes.has('$') ? 2 : 1);
}

const same: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['Euro', 'EUR'],
  ['euro', 'EUR'],
  ['EURO', 'EUR'],
  ['£', 'GBP'],
]);

const plainDecimal = /^-?\d+(?:\.\d+)?$/;
