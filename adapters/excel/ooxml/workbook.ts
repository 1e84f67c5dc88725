import { posix } from 'node:path';
import { excerpt } from '../../../core/adapter/printable.ts';
import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { readSmallPart } from '../xml/small-part.ts';
import type { Zip } from '../zip/zip.ts';
import { decodeText } from './text.ts';

/** What workbook.xml and its relations say: the sheets in order, and where the other parts are. */
export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly part: string }[];
  readonly strings: string | undefined;
  readonly styles: string | undefined;
  readonly date1904: boolean;
}

/** The main part of a book, as its package names it; undefined if the zip is no book. */
export async function mainPart(zip: Zip): Promise<string | undefined> {
  const relations = await readRelations(zip, '');
  const main = relations.find((relation) => relation.type === 'officeDocument')?.target;
  // Text documents and presentations are packaged alike.
  if (main !== undefined) return /^\/?(word|ppt|visio)\//i.test(main) ? undefined : main.toLowerCase();
  return zip.has('xl/workbook.xml') ? 'xl/workbook.xml' : undefined;
}

export async function readWorkbook(zip: Zip, main: string, warn: (sentence: string) => void): Promise<Workbook> {
  const relations = await readRelations(zip, main);
  const byId = new Map(relations.map((relation) => [relation.id, relation]));
  const folder = posix.dirname(main);
  // A book that lost its relations has its parts where all programs put them.
  const partOf = (type: string, usual: string) =>
    relations.find((relation) => relation.type === type)?.target ?? posix.join(folder, usual);
  const sheets: { name: string; hidden: boolean; part: string }[] = [];
  const missing: string[] = [];
  let count = 0;
  let date1904 = false;
  await readSmallPart(zip, main, ({ name, attributes }, path) => {
    if (name === 'workbookPr') date1904 = /^(1|true|on)$/.test(attributes.get('date1904') ?? '');
    if (name !== 'sheet' || path.at(-1) !== 'sheets') return;
    if (++count > limits.sheets) throw tooLarge(zip.name, 'more', `${limits.sheets} sheets`);
    const id = [...attributes].find(([key]) => key.endsWith(':id'))?.[1];
    const relation = byId.get(id ?? '');
    // Charts and dialogs are sheets to the program, but hold no cells.
    if (relation !== undefined && !sheetTypes.has(relation.type)) return;
    const part = relation?.target ?? posix.join(folder, `worksheets/sheet${count}.xml`);
    const written = decodeText(attributes.get('name') ?? '');
    if (!zip.has(part) || (relation === undefined && relations.length > 0)) missing.push(written);
    else sheets.push({ name: written, hidden: (attributes.get('state') ?? 'visible') !== 'visible', part });
  });
  if (missing.length > 0) {
    const list = missing
      .slice(0, 10)
      .map((name) => JSON.stringify(excerpt(name)))
      .join(', ');
    if (sheets.length === 0) throw damaged(zip.name, `its sheet ${list} is missing`);
    warn(`The book lists sheets that it does not have, which are left out: ${list}.`);
  }
  return {
    sheets,
    strings: partOf('sharedStrings', 'sharedStrings.xml'),
    styles: partOf('styles', 'styles.xml'),
    date1904,
  };
}

/** Macro sheets of Excel 4 hold cells like all others. */
const sheetTypes = new Set(['worksheet', 'xlMacrosheet', 'xlIntlMacrosheet']);

/** As many as there can be parts, and some more. */
const mostRelations = limits.parts * 2;

interface Relation {
  readonly id: string;
  /** The last word of its type: transitional and strict books differ in what stands before it. */
  readonly type: string;
  readonly target: string;
}

/** The relations of a part; those of the package if the part is ''. */
export async function readRelations(zip: Zip, part: string): Promise<readonly Relation[]> {
  const folder = posix.dirname(part);
  const file = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  if (!zip.has(file)) return relations;
  await readSmallPart(zip, file, ({ name, attributes }) => {
    if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
    const target = attributes.get('Target') ?? '';
    if (relations.length === mostRelations) throw tooLarge(zip.name, `more in ${file}`, `${mostRelations} relations`);
    relations.push({
      id: attributes.get('Id') ?? '',
      type: attributes.get('Type')?.split('/').at(-1) ?? '',
      // A name inside the zip, to be compared with others; it never reaches the file system.
      target: partNamed(zip, posix.join(/^[\\/]/.test(target) ? '/' : folder, target.replaceAll('\\', '/'))),
    });
  });
  return relations;
}

/** Targets are addresses: a blank may be written as `%20`. */
function partNamed(zip: Zip, target: string): string {
  if (zip.has(target) || !target.includes('%')) return target;
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
