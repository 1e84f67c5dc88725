import { columnLetters } from '../table/row-sink.ts';
import { escapeText, insertBeforeEnd } from './xml-text.ts';

/**
 * Notes lie in two parts: one with the texts, and one with the boxes that show them. What they hold already stays; a cell that
 * has a note has ours behind it.
 */
export interface Note {
  /** Row from 1, column from 0. */
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/** Where our text begins in a note: what stands from here on is ours. */
export const noteTitle = 'Tributary';

/** The part with the texts, from the one that the sheet had. */
export function* editComments(
  existing: string | undefined,
  notes: readonly Note[],
  strict: boolean,
): Generator<string> {
  const known = existing ?? emptyComments(strict);
  const wanted = new Map(notes.map((note) => [addressOf(note), note]));
  const kept = known.replace(comment, (all, prefix: string, tag: string, inside: string) => {
    const address = /\sref\s*=\s*["']([^"']+)/.exec(tag)?.[1] ?? '';
    const note = wanted.get(address);
    // A conversation shows a text of its own.
    const isThread = inside.includes('[Threaded comment]');
    if (note !== undefined) wanted.delete(address);
    if (note === undefined || isThread) return all;
    const runs = inside.replace(
      /(<(?:[\w.-]+:)?text\b[^>]*>)\s*(<((?:[\w.-]+:)?)t\b[\s\S]*?<\/\3t\s*>)/,
      '$1<$3r>$2</$3r>',
    );
    const longer = insertBeforeEnd(runs, 'text', (own) => runsOf(own, `\n\n${ourText(note)}`));
    return longer === undefined ? all : `<${prefix}comment${tag}>${longer}</${prefix}comment>`;
  });
  const [named, author] = withAuthor(kept);
  const opened = named.replace(/<((?:[\w.-]+:)?)commentList\s*\/>/, '<$1commentList></$1commentList>');
  const end = /<\/((?:[\w.-]+:)?)commentList\s*>/.exec(opened);
  yield opened.slice(0, end?.index);
  if (end === null) return;
  const [, prefix] = end;
  for (const note of wanted.values())
    yield `<${prefix}comment ref="${addressOf(note)}" authorId="${author}"><${prefix}text>${runsOf(prefix, ourText(note))}</${prefix}text></${prefix}comment>`;
  yield opened.slice(end.index);
}

/** The cells that have a note already, so that they have a box, too. */
export function commentedCells(existing: string | undefined): ReadonlySet<string> {
  return new Set(
    [...(existing ?? '').matchAll(comment)].map(([, , tag]) => /\sref\s*=\s*["']([^"']+)/.exec(tag)?.[1] ?? ''),
  );
}

/** Takes out what an earlier import has written into notes; a note that was ours alone is left without a text, and named. */
export function withoutOurNotes(existing: string): { readonly xml: string; readonly gone: ReadonlySet<string> } {
  const gone = new Set<string>();
  const xml = existing.replace(comment, (all, prefix: string, tag: string, inside: string) => {
    const text = [...inside.matchAll(/<(?:[\w.-]+:)?t\b[^>]*>([\s\S]*?)<\/(?:[\w.-]+:)?t\s*>/g)]
      .map(([, each]) => each)
      .join('');
    const at = text.search(ourStart);
    if (at < 0) return all;
    const own = text.slice(0, at).trimEnd();
    if (own !== '')
      return `<${prefix}comment${tag}><${prefix}text><${prefix}r><${prefix}t xml:space="preserve">${own}</${prefix}t></${prefix}r></${prefix}text></${prefix}comment>`;
    gone.add(/\sref\s*=\s*["']([^"']+)/.exec(tag)?.[1] ?? '');
    return '';
  });
  return { xml, gone };
}

/** The part with the boxes, from the one that the sheet had; `boxed` have theirs. */
export function* editDrawing(
  existing: string | undefined,
  notes: readonly Note[],
  boxed: ReadonlySet<string>,
  gone: ReadonlySet<string>,
): Generator<string> {
  const known = gone.size === 0 ? (existing ?? emptyDrawing) : withoutBoxes(existing ?? emptyDrawing, gone);
  let next = 1024;
  for (const [, number] of known.matchAll(/_x0000_s(\d{1,9})/g)) next = Math.max(next, Number(number));
  const end = known.lastIndexOf('</xml>');
  if (end < 0) return yield known;
  yield known.slice(0, end);
  if (!known.includes('"_x0000_t202"')) yield noteShape;
  for (const note of notes) if (!boxed.has(addressOf(note))) yield box(++next, note);
  yield known.slice(end);
}

/** These parts need not be well-formed, so they are cut at the ends of their shapes. */
function withoutBoxes(drawing: string, gone: ReadonlySet<string>): string {
  const end = '</v:shape>';
  const pieces = drawing.split(end);
  return pieces
    .map((piece, index) => {
      const start = piece.lastIndexOf('<v:shape ');
      if (index === pieces.length - 1) return piece;
      const address = start < 0 ? undefined : boxAddress(piece.slice(start));
      return address !== undefined && gone.has(address) ? piece.slice(0, start) : piece + end;
    })
    .join('');
}

function boxAddress(shape: string): string | undefined {
  const [row, column] = ['Row', 'Column'].map((name) => new RegExp(`<x:${name}>\\s*(\\d{1,7})`).exec(shape)?.[1]);
  return row === undefined || column === undefined ? undefined : `${columnLetters(Number(column))}${Number(row) + 1}`;
}

function addressOf({ row, column }: Note): string {
  return `${columnLetters(column)}${row}`;
}

function ourText({ text }: Note): string {
  return `${noteTitle}\n${text}`;
}

function runsOf(prefix: string, text: string): string {
  return `<${prefix}r><${prefix}t xml:space="preserve">${escapeText(text)}</${prefix}t></${prefix}r>`;
}

function withAuthor(xml: string): readonly [xml: string, author: number] {
  const list = /<((?:[\w.-]+:)?)authors\b[^>]*>([\s\S]*?)<\/\1authors\s*>/.exec(xml);
  if (list === null)
    return [xml.replace(/(<(?:[\w.-]+:)?)authors\s*\/>/, `$1authors><author>${noteTitle}</author></authors>`), 0];
  const names = [...list[2].matchAll(/<(?:[\w.-]+:)?author\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?author\s*>)/g)];
  const known = names.findIndex(([, name]) => name === noteTitle);
  if (known >= 0) return [xml, known];
  const added = insertBeforeEnd(xml, 'authors', (prefix) => `<${prefix}author>${noteTitle}</${prefix}author>`);
  return [added ?? xml, names.length];
}

/** A hidden box beside its cell, large enough for its lines. */
function box(number: number, { row, column, text }: Note): string {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / 45), 2);
  const height = Math.min(lines, 20);
  const anchor = [column + 1, 15, Math.max(0, row - 2), 4, column + 5, 15, Math.max(0, row - 2) + height, 4].join(', ');
  return `<v:shape id="_x0000_s${number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:${height * 15}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`;
}

const comment = /<((?:[\w.-]+:)?)comment(\s[^>]*[^/]|)>([\s\S]*?)<\/\1comment\s*>/g;
const ourStart = /(?:^|\n)\s*Tributary\n(?=(?:row|hold)\/)/;

function emptyComments(strict: boolean): string {
  const space = strict
    ? 'http://purl.oclc.org/ooxml/spreadsheetml/main'
    : 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="${space}"><authors/><commentList></commentList></comments>`;
}

const noteShape =
  '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>';
const emptyDrawing =
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>';
