import { type Book, type Sheet, sheetName } from '../book.ts';
import { damaged, tooLarge, unknownFormat } from '../faults.ts';
import { limits } from '../limits.ts';
import { pageSheets, textOfPage } from './book.ts';
import { decodeHtml } from './entities.ts';

/**
 * Opens a web page that is kept in one file, as Excel saves a book so: an index of the sheets, and each sheet as a page of its own.
 */
export function openMht(name: string, bytes: Buffer): Book {
  const parts = partsOf(name, bytes);
  const pages = parts.filter(({ type }) => type === 'text/html');
  const index = pages.find(({ text }) => /<x:ExcelWorksheets?>/i.test(text));
  const listed = index === undefined ? [] : listedSheets(name, index.text, pages);
  const sheets =
    listed.length > 0 ? listed : pages.filter(hasCells).flatMap(({ text }, at) => unlisted(name, text, at));
  if (sheets.length === 0) throw unknownFormat(name, 'a web page without a table');
  return { sheets, close: async () => {} };
}

interface Part {
  readonly type: string;
  readonly location: string;
  readonly text: string;
}

function hasCells({ text }: Part): boolean {
  return /<t[dh]\b/i.test(text);
}

function unlisted(file: string, text: string, at: number): readonly Sheet[] {
  return pageSheets(file, decodeHtml(/<x:Name>([^<]*)</i.exec(text)?.[1] ?? `Sheet${at + 1}`), text, at);
}

/** The sheets that the index names, each with the page that it refers to. */
function listedSheets(file: string, index: string, pages: readonly Part[]): readonly Sheet[] {
  const found: Sheet[] = [];
  for (const piece of index.split(/<x:ExcelWorksheet>/i).slice(1)) {
    const [sheet] = piece.split(/<\/x:ExcelWorksheet>/i, 1);
    const written = decodeHtml(/<x:Name>([^<]*)</i.exec(sheet)?.[1] ?? '');
    const source = /<x:WorksheetSource\s+HRef="([^"]*)"/i.exec(sheet)?.[1];
    const page =
      source === undefined ? pages.find(hasCells) : pages.find(({ location }) => fileOf(location) === fileOf(source));
    if (page === undefined) throw damaged(file, `its sheet ${sheetName(written, found.length)} is missing`);
    if (!hasCells(page)) continue;
    const hidden = /<x:Visible>\s*Sheet(?:Very)?Hidden/i.test(sheet) || /<x:Visible>\s*SheetHidden/i.test(page.text);
    found.push(...pageSheets(file, written, page.text, found.length, hidden));
  }
  return found;
}

/** The last step of a path; it is only compared. */
function fileOf(location: string): string {
  return location.replace(/^.*[/\\]/s, '').toLowerCase();
}

/** The parts between the boundaries, with their text. */
function partsOf(name: string, bytes: Buffer): readonly Part[] {
  const whole = bytes.toString('latin1');
  const { head } = headAndBody(whole);
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(head);
  if (boundary === null) throw damaged(name, 'it does not say where its parts begin');
  const mark = `--${boundary[1] ?? boundary[2]}`;
  const pieces = whole.split(mark);
  if (pieces.length > limits.parts) throw tooLarge(name, `${pieces.length}`, `${limits.parts} parts`);
  if (pieces.length < 3 || !pieces[pieces.length - 1].startsWith('--')) throw damaged(name, 'its end is missing');
  return pieces.slice(1, -1).map((piece) => partOf(piece));
}

function partOf(piece: string): Part {
  const { head, body } = headAndBody(piece.replace(/^\r?\n/, ''));
  const field = (wanted: string) =>
    new RegExp(`^${wanted}:\\s*((?:[^\\r\\n]|\\r?\\n[ \\t])*)`, 'im').exec(head)?.[1].replace(/\r?\n[ \t]+/g, '') ?? '';
  const type = field('content-type');
  const bytes = decodeTransfer(body, field('content-transfer-encoding').trim().toLowerCase());
  return {
    type: type.split(';')[0].trim().toLowerCase(),
    location: field('content-location').trim(),
    text: /^text\//i.test(type) ? textOfPage(bytes, /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1]) : '',
  };
}

function headAndBody(text: string): { readonly head: string; readonly body: string } {
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null || end.index > longestHead) return { head: text.slice(0, longestHead), body: '' };
  return { head: text.slice(0, end.index), body: text.slice(end.index + end[0].length) };
}

function decodeTransfer(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const joined = body.replace(/[ \t]*=[ \t]*\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

const longestHead = 1 << 14;
