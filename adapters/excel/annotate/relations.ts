import { posix } from 'node:path';
import { escapeXml, insertBeforeEnd, withAttribute } from './xml-text.ts';

/** The relations of a part, and the list of what each part is, with some added. */

export function relationsPart(part: string): string {
  return posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
}

/** A relation to another part. Gives the new text and the id. */
export function addRelation(
  xml: string | undefined,
  type: string,
  from: string,
  to: string,
  strict: boolean,
): readonly [xml: string, id: string] {
  const known = xml === undefined ? empty : opened(xml, 'Relationships');
  let number = 1;
  while (new RegExp(`\\sId\\s*=\\s*["']tributary${number}["']`).test(known)) number++;
  const id = `tributary${number}`;
  const target = posix.relative(posix.dirname(from), to);
  const added = insertBeforeEnd(
    known,
    'Relationships',
    (prefix) =>
      `<${prefix}Relationship Id="${id}" Type="${relationTypes(strict)}/${type}" Target="${escapeXml(target)}"/>`,
  );
  return [added ?? known, id];
}

export function relationTypes(strict: boolean): string {
  return strict
    ? 'http://purl.oclc.org/ooxml/officeDocument/relationships'
    : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
}

/** What a new part is. */
export function addContentType(xml: string, part: string, type: string): string {
  const name = `/${part}`;
  if (new RegExp(`PartName\\s*=\\s*["']${name.replaceAll('.', '\\.')}["']`, 'i').test(xml)) return xml;
  return (
    insertBeforeEnd(
      opened(xml, 'Types'),
      'Types',
      (prefix) => `<${prefix}Override PartName="${escapeXml(name)}" ContentType="${type}"/>`,
    ) ?? xml
  );
}

/** What parts with this ending are. They stand before all single ones. */
export function addDefaultType(xml: string, extension: string, type: string): string {
  if (new RegExp(`Extension\\s*=\\s*["']${extension}["']`, 'i').test(xml)) return xml;
  return xml.replace(
    /<((?:[\w.-]+:)?)Types\b[^>]*>/,
    (open, prefix: string) => `${open}<${prefix}Default Extension="${extension}" ContentType="${type}"/>`,
  );
}

/** The list with an end of its own, if it had nothing in it. */
function opened(xml: string, name: string): string {
  return xml.replace(new RegExp(`<((?:[\\w.-]+:)?)${name}\\b([^>]*?)/>`), `<$1${name}$2></$1${name}>`);
}

/** How a book is called by what its main part is: `xlsm` has macros. */
export function extensionOf(contentTypes: string): string {
  if (/ms-excel\.sheet\.macroEnabled\.main/i.test(contentTypes)) return 'xlsm';
  if (/ms-excel\.template\.macroEnabled\.main/i.test(contentTypes)) return 'xltm';
  return /spreadsheetml\.template\.main/i.test(contentTypes) ? 'xltx' : 'xlsx';
}

/** A column of the sheet: how wide it is, and whether it is shown. */
export interface ColumnLook {
  /** From 0. */
  readonly column: number;
  readonly width: number;
  readonly hidden: boolean;
}

/** The list of column looks, with some of them replaced. `cols`: the elements as they stand. */
export function withColumns(cols: readonly string[], prefix: string, looks: readonly ColumnLook[]): string {
  const numbers = looks.map(({ column }) => column + 1);
  const kept = cols.flatMap((col) => {
    const [min, max] = ['min', 'max'].map((name) => Number(new RegExp(`\\s${name}\\s*=\\s*["'](\\d+)`).exec(col)?.[1]));
    return apart(min, max, numbers).map(([from, to]) => ({
      from,
      xml: withAttribute(withAttribute(col, 'min', String(from)), 'max', String(to)),
    }));
  });
  const own = looks.map(({ column, width, hidden }) => ({
    from: column + 1,
    xml: `<${prefix}col min="${column + 1}" max="${column + 1}" width="${width}" customWidth="1"${hidden ? ' hidden="1"' : ''}/>`,
  }));
  const sorted = [...kept, ...own].sort((a, b) => a.from - b.from);
  return `<${prefix}cols>${sorted.map(({ xml }) => xml).join('')}</${prefix}cols>`;
}

/** What is left of a range without some numbers. */
function apart(from: number, to: number, without: readonly number[]): readonly (readonly [number, number])[] {
  let ranges: readonly (readonly [number, number])[] = [[from, to]];
  for (const number of without) {
    ranges = ranges.flatMap(([low, high]): readonly (readonly [number, number])[] => {
      if (number < low || number > high) return [[low, high]];
      const parts: readonly (readonly [number, number])[] = [
        [low, number - 1],
        [number + 1, high],
      ];
      return parts.filter(([a, b]) => a <= b);
    });
  }
  return ranges;
}

const empty =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';
