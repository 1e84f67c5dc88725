import type { Random } from '../harness/random.ts';
import type { Sheet, Value } from './book.ts';
import type { Entry } from './zip.ts';

/** An xlsx written by hand, in one of the many ways in which programs write the same sheet. */
export function xlsxParts(sheet: Sheet, random: Random): readonly Entry[] {
  const style = {
    shared: random.chance(0.5),
    references: random.chance(0.8),
    strict: random.chance(0.2),
    dimension: random.pick(['', '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>']),
    fold: random.chance(0.3),
    absolute: random.chance(0.3),
    sheet: random.pick(['worksheets/sheet1.xml', 'worksheets/data.xml', 'sheet.xml']),
  };
  const strings: string[] = [];
  const main = style.strict
    ? 'http://purl.oclc.org/ooxml/spreadsheetml/main'
    : 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = style.strict
    ? 'http://purl.oclc.org/ooxml/officeDocument/relationships'
    : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const rows = [sheet.columns.map((text): Value => ({ kind: 'text', text })), ...sheet.rows];
  const lines = rows.map((cells, row) => rowOf(cells, row + 1, style, strings));
  const base = style.absolute ? '/xl/' : '';
  const part = (name: string, content: string): Entry => ({
    name,
    content: Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${content}`),
  });
  const entries = [
    part(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    ),
    part(
      '_rels/.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Data" sheetId="7" r:id="rId9"/></sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="${office}/worksheet" Target="${base}${style.sheet}"/><Relationship Id="rId2" Type="${office}/styles" Target="${base}styles.xml"/>${style.shared ? `<Relationship Id="rId3" Type="${office}/sharedStrings" Target="${base}sharedStrings.xml"/>` : ''}</Relationships>`,
    ),
    part(
      'xl/styles.xml',
      `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    ),
    part(
      `xl/${style.sheet}`,
      `<worksheet xmlns="${main}">${style.dimension}<sheetData>${lines.join('')}</sheetData></worksheet>`,
    ),
    ...(style.shared
      ? [
          part(
            'xl/sharedStrings.xml',
            `<sst xmlns="${main}" count="${strings.length}" uniqueCount="${strings.length}">${strings.map((text) => `<si>${sharedText(text, style.fold)}</si>`).join('')}</sst>`,
          ),
        ]
      : []),
  ];
  return entries;
}

interface Style {
  readonly shared: boolean;
  readonly references: boolean;
  readonly fold: boolean;
}

function rowOf(cells: readonly Value[], row: number, style: Style, strings: string[]): string {
  // Where cells do not say where they stand, blank ones hold their place.
  const written = cells.map((value, column) =>
    cellOf(value, style.references ? ` r="${columnName(column)}${row}"` : '', style, strings),
  );
  return `<row${style.references ? ` r="${row}"` : ''}>${written.join('')}</row>`;
}

function cellOf(value: Value, place: string, { shared, references }: Style, strings: string[]): string {
  switch (value.kind) {
    case 'blank':
      return references ? '' : '<c/>';
    case 'number':
      return `<c${place}><v>${value.number}</v></c>`;
    case 'date':
      return `<c${place} s="1"><v>${value.number}</v></c>`;
    case 'instant':
      return `<c${place} s="2"><v>${value.number}</v></c>`;
    case 'boolean':
      return `<c${place} t="b"><v>${value.truth ? 1 : 0}</v></c>`;
    case 'text':
      if (!shared) return `<c${place} t="inlineStr"><is>${run(value.text)}</is></c>`;
      return `<c${place} t="s"><v>${strings.push(value.text) - 1}</v></c>`;
  }
}

/** In one piece, or as rich text of two. */
function sharedText(text: string, fold: boolean): string {
  const half = Math.floor(text.length / 2);
  // Neither half of an astral sign, nor of an escape such as _x000D_, stands alone.
  if (!fold || half === 0 || /[^\x20-\x7e]|_x/.test(text)) return run(text);
  return `<r><rPr><b/></rPr>${run(text.slice(0, half))}</r><r>${run(text.slice(half))}</r>`;
}

function run(text: string): string {
  return `<t xml:space="preserve">${escapeXml(text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'))}</t>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}
