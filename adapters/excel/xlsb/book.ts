import { excerpt } from '../../../core/adapter/printable.ts';
import { type SharedTexts, TextStore } from '../biff/text-store.ts';
import { type Book, type Sheet, sheetName } from '../book.ts';
import { damaged, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { readRelations } from '../ooxml/workbook.ts';
import type { Area, RowSink } from '../table/row-sink.ts';
import { type NumberFormat, numberFormat } from '../values/cell-giver.ts';
import type { Zip } from '../zip/zip.ts';
import { RecordReader, record } from './records.ts';
import { SheetReader } from './sheet-reader.ts';

/** Opens an xlsb: an xlsx whose parts are records in place of XML. Its sheets are streamed. */
export async function openXlsbBook(zip: Zip, main: string, warn: (sentence: string) => void): Promise<Book> {
  const relations = await readRelations(zip, main);
  const partOf = (type: string) => relations.find((relation) => relation.type === type)?.target;
  const { listed, date1904 } = await readWorkbook(zip, main);
  const formats = await readFormats(zip, partOf('styles'));
  let shared: Promise<SharedTexts> | undefined;
  const sheets: Sheet[] = [];
  for (const { name: written, hidden, relation: id } of listed) {
    const relation = relations.find((each) => each.id === id);
    const name = sheetName(written, sheets.length);
    // Charts and dialogs are sheets to the program, but hold no cells.
    if (relation !== undefined && !/^(worksheet|xlMacrosheet|xlIntlMacrosheet)$/.test(relation.type)) continue;
    if (relation === undefined || !zip.has(relation.target)) {
      if (listed.length === 1) throw damaged(zip.name, `its sheet ${excerpt(name)} is missing`);
      warn(`The book lists sheets that it does not have, which are left out: ${JSON.stringify(name)}.`);
      continue;
    }
    const part = relation.target;
    let rows: number | undefined;
    let extent: Area | undefined;
    sheets.push({
      name,
      hidden,
      rowsEstimate: () => rows,
      extent: () => extent,
      pour: async function* (sink: RowSink) {
        shared ??= readShared(zip, partOf('sharedStrings'));
        const reader = new SheetReader({ place: `${zip.name}!${name}`, shared: await shared, formats, date1904 }, sink);
        for await (const chunk of zip.content(part)) {
          reader.push(chunk);
          while (reader.run()) {
            extent = reader.extent;
            rows ??= Math.max(reader.row, extent?.bottom ?? 0);
            yield;
          }
        }
        reader.finish();
        rows = reader.row;
      },
    });
  }
  return { sheets, close: async () => {} };
}

interface Listed {
  readonly name: string;
  readonly hidden: boolean;
  readonly relation: string;
}

async function readWorkbook(
  zip: Zip,
  main: string,
): Promise<{ readonly listed: readonly Listed[]; readonly date1904: boolean }> {
  const listed: Listed[] = [];
  let date1904 = false;
  await eachRecord(zip, main, limits.smallPartBytes, (records) => {
    if (records.id === record.bookProperties) date1904 = (records.byte(0) & 1) !== 0;
    else if (records.id === record.bundledSheet) {
      const relation = records.text(8);
      listed.push({
        relation: relation.text,
        name: records.text(8 + relation.length).text,
        hidden: records.long(0) !== 0,
      });
    }
  });
  return { listed, date1904 };
}

async function readFormats(zip: Zip, part: string | undefined): Promise<readonly NumberFormat[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCells = false;
  if (part !== undefined && zip.has(part))
    await eachRecord(zip, part, limits.smallPartBytes, (records) => {
      if (records.id === record.format) codes.set(records.short(0), records.text(2).text);
      else if (records.id === record.beginCellFormats) inCells = true;
      else if (records.id === record.endCellFormats) inCells = false;
      else if (records.id === record.cellFormat && inCells) ids.push(records.short(2));
    });
  const known = new Map([...new Set(ids)].map((id) => [id, numberFormat(id, codes.get(id))]));
  return ids.map((id) => known.get(id) ?? numberFormat(id, undefined));
}

async function readShared(zip: Zip, part: string | undefined): Promise<SharedTexts> {
  const store = new TextStore(zip.name);
  if (part === undefined || !zip.has(part)) return store.finish();
  let ended = false;
  await eachRecord(zip, part, limits.partBytes, (records) => {
    // Behind the text stand its fonts and how it is spoken.
    if (records.id === record.sharedText) store.add(records.text(1).text);
    else if (records.id === record.endShared) ended = true;
  });
  if (!ended) throw damaged(zip.name, 'its table of shared texts is cut off');
  return store.finish();
}

async function eachRecord(zip: Zip, part: string, most: number, take: (records: RecordReader) => void): Promise<void> {
  const records = new RecordReader(zip.name);
  let count = 0;
  for await (const chunk of zip.content(part)) {
    count += chunk.length;
    if (count > most) throw tooLarge(zip.name, `more in ${part}`, `${most} bytes`);
    records.push(chunk);
    while (records.next()) take(records);
  }
  records.finish();
}
