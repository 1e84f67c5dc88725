/** Cuts a web page into tags and the texts between them, as forgiving as browsers are. Scripts and comments are left aside. */
export class HtmlTokens {
  kind: 'text' | 'open' | 'close' | 'end' = 'text';
  /** The name of the tag, in lower case. */
  name = '';
  /** The page ends within a tag. */
  cut = false;
  /** Where the token begins in the page. */
  offset = 0;
  readonly #page: string;
  readonly #until: number;
  #at: number;
  #start = 0;
  #end = 0;

  /** Reads the page from one offset up to another. */
  constructor(page: string, from = 0, until = page.length) {
    this.#page = page;
    this.#at = from;
    this.#until = until;
  }

  /** Steps to the next text or tag. */
  next(): HtmlTokens['kind'] {
    const page = this.#page;
    for (;;) {
      this.offset = this.#at;
      if (this.#at >= this.#until) {
        this.kind = 'end';
        return this.kind;
      }
      if (page[this.#at] !== '<' || !tagStart.test(page[this.#at + 1] ?? '')) return this.#text();
      if (this.#tag()) return this.kind;
    }
  }

  /** The text, or what stands in the tag behind its name. */
  get raw(): string {
    return this.#page.slice(this.#start, this.#end);
  }

  /** How many characters it has in the page. */
  get length(): number {
    return this.#at - this.offset;
  }

  /** The attributes of the tag, by names in lower case. */
  attributes(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const [, name, double, single, bare] of this.raw.matchAll(attribute))
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), double ?? single ?? bare ?? '');
    return found;
  }

  /** A less-than sign that begins no tag is text. */
  #text(): 'text' {
    tagBegin.lastIndex = this.#at;
    [this.#start, this.#end] = [this.#at, tagBegin.exec(this.#page)?.index ?? this.#page.length];
    this.#at = this.#end;
    this.kind = 'text';
    return this.kind;
  }

  /** False: it is a comment or something else that is left aside. */
  #tag(): boolean {
    const page = this.#page;
    if (page.startsWith('<!--', this.#at)) return this.#skipBehind('-->', this.#at + 4);
    const second = page[this.#at + 1];
    if (second === '!' || second === '?') return this.#skipBehind('>', this.#at + 2);
    this.kind = second === '/' ? 'close' : 'open';
    let at = this.#at + (second === '/' ? 2 : 1);
    const nameStart = at;
    while (at < page.length && !nameEnd.test(page[at])) at++;
    this.name = page.slice(nameStart, at).toLowerCase();
    this.#start = at;
    this.#end = this.#tagEnd(at);
    this.cut = this.#end === page.length;
    this.#at = Math.min(page.length, this.#end + 1);
    if (this.kind === 'open' && asides.has(this.name)) {
      const close = new RegExp(`</${this.name}`, 'gi');
      close.lastIndex = this.#at;
      this.#at = close.exec(page)?.index ?? page.length;
    }
    return true;
  }

  /** A greater-than sign inside of quotes ends no tag. */
  #tagEnd(from: number): number {
    const page = this.#page;
    for (let at = from; at < page.length; at++) {
      const sign = page[at];
      if (sign === '>') return at;
      if ((sign === '"' || sign === "'") && page[at - 1] === '=') {
        const end = page.indexOf(sign, at + 1);
        if (end > 0 && end - at < longestValue) at = end;
      }
    }
    return page.length;
  }

  #skipBehind(mark: string, from: number): false {
    const end = this.#page.indexOf(mark, from);
    this.#at = end < 0 ? this.#page.length : end + mark.length;
    return false;
  }
}

const tagStart = /[a-z/!?]/i;
const tagBegin = /<[a-z/!?]/gi;
const nameEnd = /[\s/>]/;
const attribute = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const asides: ReadonlySet<string> = new Set([
  'script',
  'style',
  'xml',
  'textarea',
  'select',
  'title',
  'noscript',
  'comment',
]);
const longestValue = 1 << 16;
