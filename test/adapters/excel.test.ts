import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as sheetjs from '@e965/xlsx';
import excel from '../../adapters/excel/adapter.ts';
import type { Fixture } from '../conformance/fixture.ts';
import { testAdapter } from '../conformance/suite.ts';
import { partsOf, zipOf } from './excel/books.ts';

/** A large book in a folder; it is made once, though many tests read it. */
function large(name: string, make: () => Promise<Uint8Array>): Fixture['makeLarge'] {
  let made: Promise<Uint8Array> | undefined;
  return async (folder) => {
    made ??= make();
    const path = join(folder, name);
    await writeFile(path, await made);
    return { path };
  };
}

const fixtures = 'test/adapters/excel/fixtures';
const filler = 'x'.repeat(150);

const fixture: Fixture = {
  options: { path: `${fixtures}/hosts.xlsx` },
  dataset: 'Computers',
  rows: 3,
  hostile: { path: `${fixtures}/hostile.xlsx` },
  locked: { path: 'test/formats/excel/password-agile.xlsx' },
  makeLarge: large('large.xlsx', async () => {
    const row = (_: unknown, index: number) =>
      `<row r="${index + 1}"><c r="A${index + 1}"><v>${index}</v></c><c r="B${index + 1}" t="str"><v>${filler}</v></c></row>`;
    const data = `<sheetData>${Array.from({ length: 25_001 }, row).join('')}</sheetData>`;
    // Not packed, so that reading ahead would show.
    return zipOf(partsOf({ sheets: [{ name: 'Data', data }] }), false);
  }),
};

testAdapter(excel, fixture);

testAdapter(excel, {
  ...fixture,
  title: 'excel of ods',
  options: { path: `${fixtures}/hosts.ods` },
  hostile: { path: `${fixtures}/hostile.ods` },
  locked: { path: 'test/formats/excel/password.ods' },
  makeLarge: large('large.ods', async () => {
    const row = (_: unknown, index: number) =>
      `<table:table-row><table:table-cell office:value-type="float" office:value="${index}"/><table:table-cell office:value-type="string"><text:p>${filler}</text:p></table:table-cell></table:table-row>`;
    const sheet = `<table:table table:name="Data">${Array.from({ length: 25_001 }, row).join('')}</table:table>`;
    const content = `<office:document-content><office:body><office:spreadsheet>${sheet}</office:spreadsheet></office:body></office:document-content>`;
    const parts = [
      ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
      ['content.xml', content],
    ] as const;
    return zipOf(new Map(parts), false);
  }),
});

testAdapter(excel, {
  ...fixture,
  title: 'excel of xls',
  options: { path: `${fixtures}/hosts97.xls` },
  hostile: { path: `${fixtures}/hostile.xls` },
  locked: { path: 'test/formats/excel/password-xor.xls' },
  makeLarge: large('large.xls', async () => {
    const book = sheetjs.utils.book_new();
    const rows = Array.from({ length: 25_001 }, (_, index) => [index + 1]);
    sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet(rows), 'Data');
    return sheetjs.write(book, { type: 'buffer', bookType: 'biff8' });
  }),
});
