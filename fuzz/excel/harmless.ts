import type { Random } from '../harness/random.ts';
import type { Archive, Entry } from './zip.ts';

/** Changes that leave the meaning of a book as it is: other programs write it that way. The same cells must be read. */
export type ChangeArchive = (archive: Archive, random: Random) => Archive;

export const harmless: readonly ChangeArchive[] = [
  (archive, random) => ({ ...archive, entries: shuffled(archive.entries, random) }),
  (archive, random) => ({
    ...archive,
    entries: archive.entries.map((entry) => ({ ...entry, stored: random.chance(0.5) })),
  }),
  (archive, random) => ({
    ...archive,
    entries: archive.entries.map((entry) => ({ ...entry, descriptor: random.chance(0.7) })),
  }),
  (archive) => ({ ...archive, comment: 'made by hand' }),
  (archive) => ({
    ...archive,
    entries: [
      ...archive.entries,
      { name: 'xl/', content: Buffer.alloc(0), stored: true },
      { name: 'docProps/thumbnail.jpeg', content: Buffer.from('no picture') },
    ],
  }),
  ...[
    comments,
    blanks,
    singleQuotes,
    attributesReversed,
    references,
    sections,
    prefixes,
    moreAttributes,
    moreElements,
    byteOrderMark,
    openTags,
    phonetics,
    formulas,
    hiddenRows,
  ].map(
    (change): ChangeArchive =>
      (archive, random) => ({
        ...archive,
        entries: archive.entries.map((entry) => changeText(entry, (text) => change(text, random))),
      }),
  ),
];

export function isXml({ name }: Entry): boolean {
  return /\.(xml|rels)$/.test(name);
}

export function changeText(entry: Entry, change: (text: string) => string): Entry {
  return isXml(entry) ? { ...entry, content: Buffer.from(change(entry.content.toString())) } : entry;
}

function shuffled<T>(values: readonly T[], random: Random): readonly T[] {
  return values
    .map((value) => ({ value, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

/** Where something may stand between two tags without being text of a cell. */
const between = /(<\/(?:\w+:)?(?:c|row|si|is|r)>|<(?:\w+:)?(?:row|sheetData|sst|si)(?:\s[^<>]*[^<>/])?>)(?=<)/g;

function comments(text: string, random: Random): string {
  return text.replace(between, (all) => (random.chance(0.2) ? `${all}<!-- <c r="A1"><v>9</v></c> -->` : all));
}

function blanks(text: string): string {
  return text.replace(between, '$1\n  ');
}

function singleQuotes(text: string): string {
  return text.replace(/(<[^<>?!]*>)/g, (tag) => tag.replace(/="([^"']*)"/g, "='$1'"));
}

function attributesReversed(text: string): string {
  return text.replace(
    /<([\w:]+)((?: [\w:]+="[^"<>]*")+)(\/?)>/g,
    (_, name: string, attributes: string, end: string) => {
      const each = attributes.match(/ [\w:]+="[^"]*"/g) ?? [];
      return `<${name}${each.reverse().join('')}${end}>`;
    },
  );
}

/** Text of cells, with some signs written by their numbers. */
function references(text: string, random: Random): string {
  return inTexts(text, (content) =>
    content.replace(/[a-zA-Z0-9](?![^&]*;)/g, (sign) => {
      const code = sign.charCodeAt(0);
      return random.chance(0.8) ? sign : random.pick([`&#${code};`, `&#x${code.toString(16).toUpperCase()};`]);
    }),
  );
}

function sections(text: string, random: Random): string {
  return inTexts(text, (content) => (/[&<>]/.test(content) || random.chance(0.5) ? content : `<![CDATA[${content}]]>`));
}

function inTexts(text: string, change: (content: string) => string): string {
  return text.replace(
    /(<(?:\w+:)?t(?:\s[^<>]*)?>)([^<]+)(?=<\/)/g,
    (_, tag: string, content: string) => tag + change(content),
  );
}

function prefixes(text: string): string {
  if (!/<(worksheet|sst|styleSheet|workbook)\s[^>]*xmlns="/.test(text)) return text;
  return text.replace(/<(\/?)(?=[A-Za-z])(?!\w+:)/g, '<$1x:').replace(' xmlns="', ' xmlns:x="');
}

function moreAttributes(text: string): string {
  return text.replace(/<((?:\w+:)?(?:c|row|si|t)) /g, '<$1 zz="1 > 0" ');
}

function moreElements(text: string): string {
  return text.replace(
    /<\/((?:\w+:)?)(worksheet|sst)>/,
    '<$1extLst><$1ext uri="{1}"><$1c r="A2"><$1v>9</$1v></$1c><$1si><$1t>no</$1t></$1si></$1ext></$1extLst></$1$2>',
  );
}

function byteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text : `\uFEFF${text}`;
}

function openTags(text: string): string {
  return text.replace(/<([\w:]+)((?:\s[^<>]*)?)\/>/g, '<$1$2></$1>');
}

function phonetics(text: string): string {
  return text.replace(/<\/((?:\w+:)?)(si|is)>/g, '<$1rPh sb="0" eb="1"><$1t>no</$1t></$1rPh></$1$2>');
}

/** Numbers become results of formulas. */
function formulas(text: string, random: Random): string {
  return text.replace(
    /(<(?:\w+:)?c (?:[^<>]*[^<>/])?>)(<(\w+:)?v>)/g,
    (all, cell: string, value: string, prefix = '') =>
      /\bt=/.test(cell) || random.chance(0.5) ? all : `${cell}<${prefix}f>IF(1&lt;2,"&lt;v>8",3)</${prefix}f>${value}`,
  );
}

function hiddenRows(text: string, random: Random): string {
  return text.replace(/<((?:\w+:)?row)(?=[ >])/g, (all) => (random.chance(0.3) ? `${all} hidden="1"` : all));
}
