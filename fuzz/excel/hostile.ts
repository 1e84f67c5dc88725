import { changeBytes } from '../harness/bytes.ts';
import type { Random } from '../harness/random.ts';
import { type ChangeArchive, isXml } from './harmless.ts';
import type { Archive, Entry, Lies } from './zip.ts';

/** Changes that damage a book or make it lie. Whatever comes of it: no crash, no hang, no growth. */
const values: readonly string[] = [
  '',
  '0',
  '-1',
  '1',
  '4294967296',
  '99999999999999999999',
  '1e309',
  'NaN',
  'XFE1',
  'A0',
  'A1048577',
  'ZZZZZ9',
  'A-1',
  '__proto__',
  'constructor',
  '../../x',
  '\u0000',
  '&amp;',
  'x'.repeat(70_000),
];
const contents: readonly string[] = [
  '',
  '-1',
  '1e309',
  'NaN',
  'Infinity',
  '0x10',
  '99999999999',
  '1.5.5',
  '&foo;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  ']]>',
  '\u0007',
  '<v>1</v>',
  '<![CDATA[',
  'x'.repeat(200_000),
  '__proto__',
  '2958466',
  '-0.5',
  '60',
];

export const hostileXml: readonly ChangeArchive[] = [
  inXml((text, random) => replaceOne(text, / [\w:]+="[^"]*"/g, random, () => '')),
  inXml((text, random) => replaceOne(text, /="[^"]*"/g, random, () => `="${random.pick(values)}"`)),
  inXml((text, random) =>
    replaceOne(
      text,
      /(?<=<(?:\w+:)?(?:c|row|xf|sheet|numFmt) [^<>]*)="[^"]*"/g,
      random,
      () => `="${random.pick(values)}"`,
    ),
  ),
  inXml((text, random) => replaceOne(text, />[^<>]+</g, random, () => `>${random.pick(contents)}<`)),
  inXml((text, random) => replaceOne(text, /<[^<>]+>/g, random, () => '')),
  inXml((text, random) => replaceOne(text, /<[^<>]+>/g, random, (tag) => tag + tag)),
  inXml((text, random) =>
    replaceOne(text, /<(\w+)[^<>]*[^/]>/g, random, (tag) => tag.repeat(random.pick([3, 300, 5000]))),
  ),
  inXml((text, random) =>
    replaceOne(
      text,
      /<(\w+)/g,
      random,
      () => `<${random.pick(['c', 'row', 'v', 't', 'is', 'f', 'sheetData', 'si', 'r', '__proto__'])}`,
    ),
  ),
  inXml((text, random) => replaceOne(text, /<(?:\w+:)?row [\s\S]*?<\/(?:\w+:)?row>/g, random, (row) => row + row)),
  inXml((text, random) =>
    replaceOne(
      text,
      / t="\w+"/g,
      random,
      () => ` t="${random.pick(['s', 'n', 'b', 'e', 'd', 'str', 'inlineStr', 'zz'])}"`,
    ),
  ),
  inXml((text) => `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>${text}`),
  inXml((text) => text.replace(/\?>/, '?><!DOCTYPE x SYSTEM "file:///etc/passwd">')),
  inXml((text) => text.replace(/encoding="[^"]*"/, 'encoding="UTF-16"')),
  inXml((text, random) => text.slice(0, random.int(0, text.length))),
  inXml((text, random) => replaceOne(text, /<(?=[a-z])/g, random, () => '<!-- ')),
  inXml((text) => `${text}${text}`),
  onePart((entry, random) => ({ ...entry, content: random.pick(changeBytes)(entry.content, random) })),
  onePart((entry) => ({ ...entry, content: Buffer.alloc(0) })),
  onePart((entry) => ({ ...entry, content: Buffer.from(`\uFEFF${entry.content.toString()}`, 'utf16le') })),
];

const numbers: readonly number[] = [0, 1, 100, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff];
const lie = (make: (random: Random) => Lies): ChangeArchive =>
  onePart((entry, random) => ({ ...entry, lies: { ...entry.lies, ...make(random) } }));

export const hostileZip: readonly ChangeArchive[] = [
  lie((random) => ({ size: random.pick(numbers) })),
  lie((random) => ({ packed: random.pick(numbers) })),
  lie((random) => ({ crc: random.pick(numbers) })),
  lie((random) => ({ method: random.pick([0, 1, 8, 9, 12, 14, 99, 0xffff]) })),
  lie((random) => ({ flags: random.pick([1, 0x41, 0x2001, 0xffff]) })),
  lie((random) => ({ offset: random.pick(numbers) })),
  lie((random) => ({
    centralName: random.pick([
      '../../x',
      '/etc/passwd',
      'C:\\x',
      'xl\\workbook.xml',
      '',
      '__proto__',
      'x'.repeat(60_000),
      'xl/workbook.xml',
    ]),
  })),
  onePart((entry, random) => ({
    ...entry,
    name: random.pick(['../evil', 'XL/WORKBOOK.XML', 'xl\\sheet.xml', '\u0000']),
  })),
  (archive, random) => ({ ...archive, entries: [...archive.entries, random.pick(archive.entries)] }),
  (archive, random) => ({ ...archive, entries: archive.entries.filter((entry) => entry !== chosen(archive, random)) }),
  (archive, random) => ({ ...archive, count: random.pick([0, 1, archive.entries.length + 1, 0xffff]) }),
  (archive, random) => ({ ...archive, directoryOffset: random.pick(numbers) }),
  (archive, random) => ({ ...archive, before: random.bytes(random.int(1, 100)) }),
  onePart((entry) => ({ ...entry, content: Buffer.concat([entry.content, Buffer.alloc(40_000_000, 32)]) })),
];

function onePart(change: (entry: Entry, random: Random) => Entry): ChangeArchive {
  return (archive, random) => {
    const one = chosen(archive, random);
    return { ...archive, entries: archive.entries.map((entry) => (entry === one ? change(entry, random) : entry)) };
  };
}

function chosen({ entries }: Archive, random: Random): Entry {
  return random.pick(entries);
}

/** Changes one part, most often the sheet. */
function inXml(change: (text: string, random: Random) => string): ChangeArchive {
  return (archive, random) => {
    const parts = archive.entries.filter(isXml);
    const sheets = parts.filter(({ name }) => /sheet|content|shared/i.test(name));
    const one = random.pick(sheets.length > 0 && random.chance(0.7) ? sheets : parts);
    const changed = { ...one, content: Buffer.from(change(one.content.toString(), random)) };
    return { ...archive, entries: archive.entries.map((entry) => (entry === one ? changed : entry)) };
  };
}

function replaceOne(text: string, pattern: RegExp, random: Random, by: (found: string) => string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const match = random.pick(found);
  return text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length);
}
