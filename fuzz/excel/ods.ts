import { changeBytes } from '../harness/bytes.ts';
import type { FuzzCase, Fuzzer } from '../harness/case.ts';
import type { Random } from '../harness/random.ts';
import { score } from '../harness/score.ts';
import { type Sheet, sheetOf, truthOf, type Value } from './book.ts';
import { harmless } from './harmless.ts';
import { hostileXml, hostileZip } from './hostile.ts';
import { apply, unknown } from './xlsx.ts';
import { escapeXml } from './xlsx-parts.ts';
import { type Archive, type Entry, writeZip } from './zip.ts';

/** OpenDocument sheets of known cells, written by hand: as they are, and damaged. */
export const ods: Fuzzer = {
  name: 'ods',
  make: (random, reduction) => {
    const sheet = sheetOf(random.fork('sheet'), reduction.scale);
    const archive: Archive = { entries: odsParts(sheet, random.fork('write')) };
    const kind = random.fork('kind').next();
    const of = (label: string, bytes: Buffer, steps: number, known: boolean): FuzzCase => ({
      label,
      name: 'fuzz.ods',
      bytes,
      steps,
      judge: (reading) => (known ? score(truthOf(sheet), reading) : unknown),
    });
    if (kind < 0.3) return of('written by hand', writeZip(archive), 1, true);
    // Of the changes without harm, those of the zip and of XML in general; the first one moves the part that has to come first.
    if (kind < 0.5) return of('changed without harm', writeZip(apply(archive, general, 4, random, reduction)), 4, true);
    if (kind < 0.85) return of('XML damaged', writeZip(apply(archive, hostileXml, 3, random, reduction)), 3, false);
    if (kind < 0.92) return of('zip damaged', writeZip(apply(archive, hostileZip, 2, random, reduction)), 2, false);
    const damage = random.fork('bytes');
    return of('bytes damaged', damage.pick(changeBytes)(writeZip(archive), damage), 1, false);
  },
  strict: (label) => label === 'written by hand' || label === 'changed without harm',
};

const general = [1, 2, 3, 4, 7, 8, 13, 14].flatMap((index) => harmless.slice(index, index + 1));

function odsParts({ columns, rows }: Sheet, random: Random): readonly Entry[] {
  const repeat = random.chance(0.5);
  const lines = [columns.map((text): Value => ({ kind: 'text', text })), ...rows].map(
    (cells) =>
      `<table:table-row>${cells.map((value) => cellOf(value)).join('')}${repeat ? '<table:table-cell table:number-columns-repeated="16000"/>' : ''}</table:table-row>`,
  );
  const end = repeat
    ? '<table:table-row table:number-rows-repeated="1040000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    : '';
  const spaces = ['office', 'table', 'text']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ');
  const content = `<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content ${spaces} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Data">${lines.join('')}${end}</table:table></office:spreadsheet></office:body></office:document-content>`;
  const type = 'application/vnd.oasis.opendocument.spreadsheet';
  return [
    { name: 'mimetype', content: Buffer.from(type), stored: true },
    { name: 'content.xml', content: Buffer.from(content) },
    {
      name: 'META-INF/manifest.xml',
      content: Buffer.from(
        `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/></manifest:manifest>`,
      ),
    },
  ];
}

function cellOf(value: Value): string {
  const cell = (attributes: string, shown: string): string =>
    `<table:table-cell ${attributes}>${shown}</table:table-cell>`;
  switch (value.kind) {
    case 'blank':
      return '<table:table-cell/>';
    case 'number':
      return cell(`office:value-type="float" office:value="${value.number}"`, `<text:p>${value.number}</text:p>`);
    case 'boolean':
      return cell(`office:value-type="boolean" office:boolean-value="${value.truth}"`, '<text:p>shown</text:p>');
    case 'text':
      return cell('office:value-type="string"', paragraphs(value.text));
    default:
      return cell(`office:value-type="date" office:date-value="${value.text}"`, '<text:p>shown</text:p>');
  }
}

/** Blanks that XML would fold, tabs and line ends are elements of their own. */
function paragraphs(text: string): string {
  const lines = text.split('\n').map((line) => {
    const marked = escapeXml(line)
      .replaceAll('\t', '<text:tab/>')
      .replace(/^ +| +$| {2,}/g, (found) => `<text:s text:c="${found.length}"/>`);
    return `<text:p>${marked}</text:p>`;
  });
  return lines.join('');
}
