/** How the numbers of a column are written. */
export interface NumberReading {
  /** The locale to read them by; undefined for plain decimals. */
  readonly locale?: 'en' | 'de' | 'fr' | 'ch';
  /** What shows it; nothing needs to be shown for plain decimals. */
  readonly because: string;
  /** What the values can not tell. */
  readonly question?: string;
}

/** The part that a sign plays in a number; `either` for one sign with three digits behind it, as in 1,234. */
type Role = `${'decimal' | 'group' | 'either'}${',' | '.' | "'" | ' '}`;

/** Counts the signs in the numbers of a column by what they can only mean. Takes constant memory. */
export class NumberEvidence {
  readonly #counts = new Map<Role, number>();
  #sample = '';
  /** The largest value, roughly: enough to tell bytes from gigabytes. */
  largest = 0;

  /** Takes a number, with or without a unit around it, and how often it came. */
  see(text: string, count = 1): void {
    const digits = text.replace(/^\D+|\D+$/g, '');
    const { roles, whole } = rolesIn(digits);
    for (const role of roles) this.#count(role, count);
    if (roles.some((role) => role.startsWith('either'))) this.#sample ||= digits;
    this.largest = Math.max(this.largest, Number(whole));
  }

  #count(role: Role, count: number): void {
    this.#counts.set(role, this.#of(role) + count);
  }

  #of(...roles: readonly Role[]): number {
    return roles.reduce((sum, role) => sum + (this.#counts.get(role) ?? 0), 0);
  }

  read(): NumberReading {
    const comma = this.#of('decimal,', 'group.');
    const point = this.#of('decimal.', 'group,');
    if (comma > 0 && point > 0) {
      const locale = comma > point ? 'de' : 'en';
      const question = `${comma} values look like 1.234,5 and ${point} like 1,234.5. Read as ${locale === 'de' ? '1.234,5' : '1,234.5'} for now: which is it?`;
      return { locale, because: 'values contradict each other', question };
    }
    if (comma > 0)
      return { locale: this.#of('group ') > 0 ? 'fr' : 'de', because: `decimal commas, in ${comma} values` };
    if (this.#of("group'") > 0)
      return { locale: 'ch', because: `apostrophes between groups, in ${this.#of("group'")} values` };
    if (this.#of('group ') > 0)
      return { locale: 'fr', because: `blanks between groups, in ${this.#of('group ')} values` };
    if (point > 0)
      return this.#of('group,', 'either,') > 0
        ? { locale: 'en', because: `commas between groups, points before fractions, in ${point} values` }
        : plain;
    return this.#readUnclear();
  }

  #readUnclear(): NumberReading {
    const [comma, point] = [this.#of('either,'), this.#of('either.')];
    if (comma + point === 0) return plain;
    const said = comma > 0 ? 'commas between groups' : 'points before fractions';
    const question = `is ${this.#sample} above a thousand, or has it a fraction? No value tells. Read with ${said} for now.`;
    return { ...(comma > 0 ? { locale: 'en' } : {}), because: said, question };
  }
}

const plain: NumberReading = { because: '' };

/** What each sign in a number can only mean, and the digits before its fraction. */
function rolesIn(digits: string): { readonly roles: readonly Role[]; readonly whole: string } {
  const parts = digits.split(/\D/);
  const signs = [...digits].filter((each) => !/\d/.test(each)).map(signOf);
  const [first] = signs;
  const last = signs.at(-1);
  if (first === undefined || last === undefined) return { roles: [], whole: digits };
  if (signs.length > 1 && first !== last)
    return { roles: [`group${first}`, `decimal${last}`], whole: parts.slice(0, -1).join('') };
  if (signs.length > 1 || first === "'" || first === ' ') return { roles: [`group${first}`], whole: parts.join('') };
  const isUnclear = parts[1].length === 3 && parts[0].length <= 3 && parts[0] !== '0';
  return { roles: [isUnclear ? `either${first}` : `decimal${first}`], whole: parts[0] };
}

function signOf(sign: string): ',' | '.' | "'" | ' ' {
  if (sign === ',' || sign === '.') return sign;
  return sign === "'" || sign === '\u2019' ? "'" : ' ';
}
