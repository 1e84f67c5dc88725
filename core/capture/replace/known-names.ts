import type { Personal } from '../../adapter/contract.ts';
import { type IsPlaceholder, made, placeholdersWith } from './placeholders.ts';

/**
 * The names that were seen in columns of names: wherever one stands in another text, it is replaced there as well. Case does not matter.
 */
export class KnownNames {
  /** By their first letters, the longest first. */
  readonly #names = new Map<string, string[]>();
  readonly #seen = new Set<string>();
  readonly #isPlaceholder: IsPlaceholder;
  #isSorted = true;

  constructor(isPlaceholder: IsPlaceholder = placeholdersWith()) {
    this.#isPlaceholder = isPlaceholder;
  }

  /** Takes the names in a value of a column of names. */
  learn(value: string, kind: Personal): void {
    for (const name of namesIn(value, kind)) this.#add(name);
  }

  #add(name: string): void {
    const folded = fold(name);
    if (this.#seen.has(folded) || !isTelling(folded) || this.#isPlaceholder(folded)) return;
    this.#seen.add(folded);
    const start = folded.slice(0, startLength);
    const alike = this.#names.get(start);
    if (alike === undefined) this.#names.set(start, [folded]);
    else alike.push(folded);
    this.#isSorted = false;
  }

  /** A text with each name in it replaced. */
  replaceIn(text: string, replace: (name: string) => string): string {
    if (this.#seen.size === 0 || text.length < startLength) return text;
    if (!this.#isSorted) for (const alike of this.#names.values()) alike.sort((a, b) => b.length - a.length);
    this.#isSorted = true;
    const folded = fold(text);
    // Where folding changes lengths, places no longer agree.
    if (folded.length !== text.length)
      return text
        .split(/(\s+)/)
        .map((word) => this.#whole(word, replace))
        .join('');
    let made = '';
    let done = 0;
    for (let at = 0; at <= folded.length - startLength; ) {
      const name = this.#at(folded, at);
      if (name === undefined) {
        at++;
        continue;
      }
      made += text.slice(done, at) + replace(text.slice(at, at + name.length));
      at += name.length;
      done = at;
    }
    return done === 0 ? text : made + text.slice(done);
  }

  #whole(word: string, replace: (name: string) => string): string {
    return this.#seen.has(fold(word)) ? replace(word) : word;
  }

  #at(text: string, at: number): string | undefined {
    const alike = this.#names.get(text.slice(at, at + startLength));
    return alike?.find((name) => text.startsWith(name, at) && isApart(text, at, name));
  }
}

const startLength = 3;

function fold(text: string): string {
  return text.toLowerCase();
}

/** Too short, or a number that may be any: such names are not looked for in texts. */
function isTelling(name: string): boolean {
  return name.length >= startLength && (/\p{L}/u.test(name) || name.length >= 6);
}

/** Whether a name stands there by itself. A long one of letters and digits is itself wherever it stands. */
function isApart(text: string, at: number, name: string): boolean {
  if (name.length >= 6 && /\p{L}/u.test(name) && /\d/.test(name)) return true;
  const end = at + name.length;
  return !isSameKind(text[at - 1], text[at]) && !isSameKind(text[end - 1], text[end]);
}

function isSameKind(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return [/\p{L}/u, /\p{N}/u].some((kind) => kind.test(one) && kind.test(other));
}

function namesIn(value: string, kind: Personal): readonly string[] {
  const whole = value.trim();
  switch (kind) {
    case 'name':
    case 'domain':
      return [whole, whole.split('.')[0]];
    case 'account':
    case 'email':
      return [whole, ...whole.split(/[\\@]/).flatMap((half) => [half, half.split('.').length > 1 ? half : ''])];
    case 'person':
      return /\s/.test(whole) ? [whole] : [];
    case 'serial':
      return /\d/.test(whole) ? [whole.replace(made, '')] : [];
    case 'uuid':
    case 'mac':
    case 'sid':
      return [whole];
    case 'ip':
      return [];
    case 'text':
      // Words that look as names of machines and accounts do; of others any text may be full.
      return /^[\p{L}\p{N}]+(?:[-_.\\@][\p{L}\p{N}]+)*$/u.test(whole) && /\p{L}/u.test(whole) && /[\d\\@]/.test(whole)
        ? [whole, ...whole.split(/[\\@]/)]
        : [];
  }
}
