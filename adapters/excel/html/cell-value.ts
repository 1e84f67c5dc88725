import type { RowSink } from '../table/row-sink.ts';
import { CellGiver, type NumberFormat, numberFormat } from '../values/cell-giver.ts';
import { isShown } from '../values/display.ts';
import { codeOfNamedFormat } from '../values/named-format.ts';
import { decodeHtml } from './entities.ts';

/** The attributes of a cell of a web page. */
export type Attributes = ReadonlyMap<string, string>;

/**
 * Gives the cells of a web page to a sink. A program that saves a book as a page shows texts, and says in attributes of its own what
 * it holds: Excel, LibreOffice and SheetJS each in another way. Without them the text is the value.
 */
export class PageCells {
  readonly #sink: RowSink;
  readonly #giver: CellGiver;
  readonly #styles: ReadonlyMap<string, string>;
  readonly #formats = new Map<string, NumberFormat>();

  /** `styles`: the number format of each style class. */
  constructor(sink: RowSink, styles: ReadonlyMap<string, string>) {
    this.#sink = sink;
    this.#giver = new CellGiver(sink, false);
    this.#styles = styles;
  }

  give(column: number, text: string, attributes: Attributes) {
    if (text !== '' && isShown(this.#sink.shown, column)) return this.#sink.text(column, text);
    const held = heldBy(attributes, text);
    if (held === undefined) this.#sink.text(column, text);
    else if (typeof held === 'number') this.#giver.number(column, held, this.#formatOf(attributes));
    else this.#sink.text(column, held);
  }

  #formatOf(attributes: Attributes): NumberFormat {
    const code =
      attributes.get('data-z') ??
      /^[^;]*;[^;]*;(.*)$/s.exec(attributes.get('sdnum') ?? '')?.[1] ??
      numberFormatOfCss(attributes.get('style') ?? '') ??
      this.#styles.get(attributes.get('class') ?? '') ??
      'General';
    const known = this.#formats.get(code) ?? numberFormat(0, codeOfNamedFormat(decodeHtml(code)));
    this.#formats.set(code, known);
    return known;
  }
}

/** What the attributes say that a cell holds; undefined: nothing but its text. */
function heldBy(attributes: Attributes, text: string): number | string | undefined {
  const truth = attributes.get('x:bool');
  if (truth !== undefined) return truth.toUpperCase();
  const error = attributes.get('x:err');
  if (error !== undefined) return decodeHtml(error);
  if (attributes.get('data-t') === 'b') return attributes.get('data-v') === 'true' ? 'TRUE' : 'FALSE';
  if (attributes.get('data-t') === 'n') return numberOf(attributes.get('data-v'));
  const number = attributes.get('x:num');
  if (number !== undefined) return numberOf(number === '' ? text : number);
  // LibreOffice keeps a number for truth values and errors, too.
  if (/;BOOLEAN$/i.test(attributes.get('sdnum') ?? '')) return attributes.get('sdval') === '0' ? 'FALSE' : 'TRUE';
  return errorShown.test(text) ? text : numberOf(attributes.get('sdval'));
}

const errorShown = /^#(?:N\/A|DIV\/0!|REF!|NAME\?|NUM!|NULL!|VALUE!)$/;

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

/** The number formats of the classes in a style sheet. */
export function stylesOfPage(page: string): ReadonlyMap<string, string> {
  const styles = new Map<string, string>();
  for (const piece of page.split(/<style\b/i, mostStyleSheets).slice(1)) {
    const [sheet] = piece.split(/<\/style/i, 1);
    for (const rule of sheet.split('}')) {
      const brace = rule.indexOf('{');
      const name = /\.([\w-]{1,100})\s*$/.exec(rule.slice(Math.max(0, brace - 110), Math.max(0, brace)))?.[1];
      const code = name === undefined ? undefined : numberFormatOfCss(rule.slice(brace + 1));
      if (name !== undefined && code !== undefined) styles.set(name, code);
    }
  }
  return styles;
}

const mostStyleSheets = 100;

/** In styles the signs of a code have backslashes before them, and quotes are numbers. */
function numberFormatOfCss(css: string): string | undefined {
  const [, quoted, bare] =
    /mso-number-format\s*:\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]+))/i.exec(decodeHtml(css.slice(0, 4096))) ?? [];
  const written = quoted ?? bare?.trim().replace(/^'(.*)'$/s, '$1');
  return written?.replace(/\\(?:([0-9a-f]{4})|(.))/gis, (_, hex, sign) =>
    hex === undefined ? sign : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
