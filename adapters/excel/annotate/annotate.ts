import type { AnnotatedCopy } from '../../../core/adapter/annotation.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import type { Sheet, SheetNotes } from '../book.ts';
import { limits } from '../limits.ts';
import { readRelations } from '../ooxml/workbook.ts';
import { readSmallPart } from '../xml/small-part.ts';
import { nameCode, TagScanner, token } from '../xml/tag-scanner.ts';
import { utf8Of } from '../xml/utf8.ts';
import type { Zip } from '../zip/zip.ts';
import { commentedCells, editComments, editDrawing, type Note, withoutOurNotes } from './notes.ts';
import { addContentType, addDefaultType, addRelation, extensionOf, relationsPart, relationTypes } from './relations.ts';
import { DisorderedRows, editSheet } from './sheet-edit.ts';
import { openStyles } from './styles.ts';
import { surveySheet } from './survey.ts';
import { readText } from './xml-text.ts';
import { type Content, copyZip, ZipTooLarge } from './zip-copy.ts';

export interface BookParts {
  readonly zip: Zip;
  /** The part with the sheet, and the one with the styles. */
  readonly sheet: string;
  readonly styles: string | undefined;
}

/**
 * Writes a copy of the book in which rows of one sheet are annotated. Only that sheet, the styles, the notes and the lists of parts
 * change; all other parts are copied packed as they are. Memory: the styles, the notes, and a chunk of the sheet.
 * @throws SourceError `source/not-annotated`.
 */
export async function annotateSheet(
  { zip, sheet: sheetPart, styles }: BookParts,
  sheet: Sheet,
  path: string,
  request: SheetNotes,
): Promise<AnnotatedCopy> {
  const part = partName(sheetPart);
  const stylesPart = styles !== undefined && zip.has(styles) ? partName(styles) : undefined;
  const survey = await surveySheet(sheet);
  const again = survey.mark !== undefined || survey.reasons !== undefined;
  const reasons = survey.reasons ?? survey.lastColumn + 1;
  const mark = survey.mark ?? Math.max(reasons, survey.lastColumn) + 1;
  if (Math.max(reasons, mark) >= limits.columns) throw notAnnotated(zip.name, 'its last columns are taken');
  const strict = (await textIn(zip, rootRelations)).includes('purl.oclc.org');
  const contentTypes = await textIn(zip, typesPart);
  const notes = await openNotes(zip, part, strict, again);
  const colours = stylesPart === undefined ? undefined : openStyles(await readText(zip, stylesPart));
  const found: Note[] = [];
  let cells = 0;
  const changes = {
    place: `${zip.name}!${sheet.name}`,
    headerRow: request.headerRow,
    columnAt: request.columnAt,
    rows: request.rows,
    reasons,
    mark,
    again,
    styleOf: (style: number) => colours?.marked(style) ?? style,
    plainOf: (style: number) => colours?.unmarked(style) ?? style,
    drawing: notes.drawing,
    onCell: (row: number, column: number, text: string) => {
      if (++cells <= mostNotes) found.push({ row, column, text });
    },
  };
  const parts = new Map<string, () => Promise<Content> | Content>([
    [part, () => editSheet(utf8Of(zip.name, zip.content(part)), changes)],
    [notes.comments, () => buffers(editComments(notes.commentsText, found, strict))],
    [notes.boxes, () => buffers(editDrawing(notes.boxesText, found, notes.boxed, notes.gone))],
  ]);
  const types = notes.contentTypes(contentTypes);
  if (types !== contentTypes) parts.set(typesPart, () => Buffer.from(types));
  if (notes.relationsText !== undefined) parts.set(notes.relations, () => Buffer.from(notes.relationsText ?? ''));
  const last = [part, notes.comments, notes.boxes];
  if (colours !== undefined && stylesPart !== undefined) {
    parts.set(stylesPart, () => Buffer.from(colours.text()));
    last.push(stylesPart);
  }
  try {
    await copyZip(zip, path, { parts, last });
  } catch (error) {
    if (error instanceof DisorderedRows) throw notAnnotated(zip.name, 'its rows are not in the order of their numbers');
    throw error instanceof ZipTooLarge ? notAnnotated(zip.name, 'the copy would be larger than 4 GiB') : error;
  }
  return { extension: extensionOf(contentTypes), sentences: sentencesOf(cells, colours === undefined) };
}

function sentencesOf(cells: number, colourless: boolean): readonly string[] {
  return [
    ...(cells > mostNotes
      ? [`The copy has notes on the first ${mostNotes} of ${cells} cells; the reasons stand in its last column.`]
      : []),
    ...(colourless ? ['The book has no list of styles, so no cell of the copy is coloured.'] : []),
  ];
}

/** The parts with the notes of a sheet: those that it has, or new ones. */
interface NoteParts {
  readonly relations: string;
  /** Undefined: nothing is added. */
  readonly relationsText: string | undefined;
  readonly comments: string;
  readonly commentsText: string | undefined;
  readonly boxes: string;
  readonly boxesText: string | undefined;
  /** Cells whose notes have a box. */
  readonly boxed: ReadonlySet<string>;
  /** Cells whose notes were ours alone, and are gone. */
  readonly gone: ReadonlySet<string>;
  /** Undefined: the sheet names its boxes already. */
  readonly drawing: { readonly id: string; readonly namespace: string } | undefined;
  readonly contentTypes: (xml: string) => string;
}

async function openNotes(zip: Zip, part: string, strict: boolean, again: boolean): Promise<NoteParts> {
  const relations = await readRelations(zip, part);
  const file = relationsPart(part);
  const existing = zip.has(file) ? await readText(zip, file) : undefined;
  const commentsPart = relations.find(({ type, target }) => type === 'comments' && zip.has(target))?.target;
  const drawings = relations.filter(({ type, target }) => type === 'vmlDrawing' && zip.has(target));
  const named = drawings.length === 0 ? undefined : await legacyDrawing(zip, part);
  const drawingPart = drawings.find(({ id }) => id === named)?.target;
  const comments = commentsPart === undefined ? freePart(zip, 'xl/comments', '.xml') : partName(commentsPart);
  const boxes = drawingPart === undefined ? freePart(zip, 'xl/drawings/vmlDrawing', '.vml') : partName(drawingPart);
  // Only what is well-formed is edited as text.
  if (commentsPart !== undefined) await readSmallPart(zip, commentsPart, () => {});
  const kept = commentsPart === undefined ? undefined : await readText(zip, commentsPart);
  const cleaned = kept === undefined || !again ? { xml: kept, gone: new Set<string>() } : withoutOurNotes(kept);
  const [withComments] =
    commentsPart === undefined ? addRelation(existing, 'comments', part, comments, strict) : [existing ?? ''];
  const [withBoxes, id] =
    drawingPart === undefined
      ? addRelation(withComments, 'vmlDrawing', part, boxes, strict)
      : [withComments, undefined];
  return {
    relations: zip.has(file) ? partName(file) : file,
    relationsText: withBoxes === existing ? undefined : withBoxes,
    comments,
    commentsText: cleaned.xml,
    boxes,
    boxesText: drawingPart === undefined ? undefined : await readText(zip, drawingPart),
    // Notes without boxes are given theirs.
    boxed: drawingPart === undefined ? new Set() : commentedCells(cleaned.xml),
    gone: cleaned.gone,
    drawing: id === undefined ? undefined : { id, namespace: relationTypes(strict) },
    contentTypes: (xml) => {
      const typed = commentsPart === undefined ? addContentType(xml, comments, commentsType) : xml;
      return drawingPart === undefined ? addDefaultType(typed, 'vml', boxesType) : typed;
    },
  };
}

/** The relation by which a sheet names the boxes of its notes; headers have such a part, too. */
async function legacyDrawing(zip: Zip, part: string): Promise<string | undefined> {
  const xml = new TagScanner(zip.name);
  for await (const chunk of utf8Of(zip.name, zip.content(part))) {
    xml.push(chunk);
    for (let kind = xml.next(); kind !== token.more; kind = xml.next()) {
      if ((kind !== token.open && kind !== token.empty) || xml.name !== legacyTag) continue;
      return /:id\s*=\s*["']([^"']*)/.exec(xml.bytes.toString('utf8', xml.textEnd, xml.position))?.[1];
    }
  }
  return undefined;
}

/** The text of a part; nothing if the book has lost it. */
async function textIn(zip: Zip, part: string): Promise<string> {
  return zip.has(part) ? readText(zip, part) : '';
}

async function* buffers(texts: Iterable<string>): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

/** As the directory of the zip calls it. */
function partName(target: string): string {
  return target.replace(/^\/+/, '').toLowerCase();
}

function freePart(zip: Zip, stem: string, ending: string): string {
  for (let number = 1; ; number++) {
    const name = `${stem}${number}${ending}`;
    if (!zip.has(name)) return name;
  }
}

/** The copy can't be made: "The copy can't be annotated, because …". */
function notAnnotated(file: string, why: string): SourceError {
  return new SourceError(
    'source/not-annotated',
    `No annotated copy of the book is written, because ${why}. Correct the csv file with the rejected rows.`,
    { place: { file } },
  );
}

/** Programs become slow with more. */
const mostNotes = 10_000;
const rootRelations = '_rels/.rels';
const typesPart = '[content_types].xml';
const legacyTag = nameCode('legacyDrawing');
const commentsType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml';
const boxesType = 'application/vnd.openxmlformats-officedocument.vmlDrawing';
