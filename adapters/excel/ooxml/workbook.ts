import { posix } from 'node:path';
import { damaged } from '../faults.ts';
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
  if (main !== undefined) return /^\/?(word|ppt|visio)\//i.test(main) ? undefined : main;
  return zip.has('xl/workbook.xml') ? 'xl/workbook.xml' : undefined;
}

export async function readWorkbook(zip: Zip, main: string): Promise<Workbook> {
  const relations = await readRelations(zip, main);
  const byId = new Map(relations.map((relation) => [relation.id, relation]));
  const byType = (type: string) => relations.find((relation) => relation.type === type)?.target;
  const sheets: { name: string; hidden: boolean; part: string }[] = [];
  let date1904 = false;
  await readSmallPart(zip, main, ({ name, attributes }, path) => {
    if (name === 'workbookPr') date1904 = /^(1|true|on)$/.test(attributes.get('date1904') ?? '');
    if (name !== 'sheet' || path.at(-1) !== 'sheets') return;
    const id = [...attributes].find(([key]) => key.endsWith(':id'))?.[1];
    const relation = byId.get(id ?? '');
    if (relation === undefined) throw damaged(zip.name, `sheet ${attributes.get('name') ?? ''} is missing`);
    // Charts and dialogs are sheets to the program, but hold no cells.
    if (relation.type !== 'worksheet') return;
    const state = attributes.get('state') ?? 'visible';
    sheets.push({ name: decodeText(attributes.get('name') ?? ''), hidden: state !== 'visible', part: relation.target });
  });
  return { sheets, strings: byType('sharedStrings'), styles: byType('styles'), date1904 };
}

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
    relations.push({
      id: attributes.get('Id') ?? '',
      type: attributes.get('Type')?.split('/').at(-1) ?? '',
      // A name inside the zip, to be compared with others; it never reaches the file system.
      target: posix.join(/^[\\/]/.test(target) ? '/' : folder, target.replaceAll('\\', '/')),
    });
  });
  return relations;
}
