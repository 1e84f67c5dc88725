import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import ExcelJS from 'exceljs';
import { adapters } from '../../../adapters/index.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import { openPackage } from '../../../core/package/open.ts';
import { type CorrectionsResult, importCorrections } from '../../../core/run/corrections.ts';
import { datasetFor, openFileInput } from '../../../core/run/input.ts';
import { type ImportResult, importDataset } from '../../../core/run/run-import.ts';
import { openSpool, type Spool } from '../../../core/spool/spool.ts';
import { partsOf, zipOf } from '../../adapters/excel/books.ts';

/** Rows go back to people, and come back corrected. */

const signal = new AbortController().signal;

/** What a fault says: its code, and the sentence. */
function fault(code: string, sentence = ''): { readonly message: (text: string) => boolean } {
  return { message: (text) => text.includes(code) && text.includes(sentence) };
}
const text = `
mapping: test/computers
summary: Computers, and the machines that they run on.
source: { adapter: excel, zone: UTC }
completeness: { Computer: everything, VirtualMachine: everything, User: everything }
records:
  - entity: Computer
    key: Id
    fields: { name: Name, observedAt: Seen | instant, memoryBytes: Memory | number }
  - entity: VirtualMachine
    when: Host != null
    key: Id
    fields: { computer: Id, host: Host }
  - entity: User
    when: Owner != null
    key: Owner
    fields: { account: Owner }
`;
const names = ['Id', 'Name', 'Seen', 'Memory', 'Host', 'Owner'] as const;
type Row = readonly (string | null)[];
const rows: readonly Row[] = [
  ['1', 'pc-1', '13/04/2024', '1.000.000', null, 'ann'],
  ['2', null, '03/04/2024', '2', null, 'bob'],
  ['3', 'pc-3', 'soon', '3', null, null],
  ['4', 'pc-4', '03/04/2024', '4', '2', null],
  ['5', null, '04/04/2024', '5', '1', '=cmd'],
];

interface Workplace {
  readonly spool: Spool;
  readonly at: (name: string) => string;
  readonly import: (file: string, mapping?: string) => Promise<ImportResult>;
  readonly correct: (file: string, id?: string) => Promise<CorrectionsResult>;
  readonly said: string[];
}

function workplace(t: ExecutionContext): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-corrections-'));
  const spool = openSpool(join(folder, 'spool'));
  t.teardown(() => {
    spool.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const said: string[] = [];
  const common = { spool, signal, compression: 'gzip' } as const;
  return {
    spool,
    said,
    at: (name) => join(folder, name),
    import: async (file, mapping = text) => {
      const parsed = parseMapping(mapping);
      const input = await openFileInput(file, { adapters, signal }, parsed);
      try {
        const dataset = datasetFor(input, parsed);
        return await importDataset({ ...common, input, mapping: parsed, dataset, kind: 'run', workers: 1 });
      } finally {
        await input.source.close();
      }
    },
    correct: (file, id) =>
      importCorrections({
        ...common,
        file,
        adapters,
        warn: (sentence) => said.push(sentence),
        ...(id === undefined ? {} : { package: id }),
      }),
  };
}

async function book(
  path: string,
  all: readonly Row[],
  edit: (sheet: ExcelJS.Worksheet) => void = () => {},
): Promise<string> {
  const made = new ExcelJS.Workbook();
  const sheet = made.addWorksheet('Computers');
  sheet.addRow([...names]);
  for (const row of all) sheet.addRow([...row]);
  edit(sheet);
  await made.xlsx.writeFile(path);
  return path;
}

/** The annotated copy of an import, as a person saves it after editing. */
async function corrected(from: string | null, to: string, edit: (sheet: ExcelJS.Worksheet) => void): Promise<string> {
  const made = new ExcelJS.Workbook();
  await made.xlsx.readFile(from ?? '');
  edit(made.worksheets[0]);
  await made.xlsx.writeFile(to);
  return to;
}

async function recordsOf({ package: { path } }: ImportResult, entity: string): Promise<readonly unknown[]> {
  const opened = await openPackage(path);
  try {
    return await Array.fromAsync(opened.records(entity));
  } finally {
    await opened.close();
  }
}

test('rows that are corrected in the copy of the book come as additions to their package, and only those', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  t.deepEqual(first.rows.rejected, { 'row/required': 2 });
  const path = await corrected(first.package.annotatedPath, at('back.xlsx'), (sheet) => {
    sheet.getCell('B3').value = 'pc-2';
    sheet.getCell('B6').value = 'pc-5';
  });
  const second = await correct(path);
  t.is(second.status, 'sealed');
  t.deepEqual([second.rows.read, second.rows.mapped], [3, 3], 'the row that refers to a rejected one is asked again');
  t.deepEqual(await recordsOf(second, 'Computer'), [
    { key: '2', name: 'pc-2', observedAt: '2024-04-03T00:00:00Z', memoryBytes: 2 },
    { key: '4', name: 'pc-4', observedAt: '2024-04-03T00:00:00Z', memoryBytes: 4 },
    { key: '5', name: 'pc-5', observedAt: '2024-04-04T00:00:00Z', memoryBytes: 5 },
  ]);
  t.deepEqual(await recordsOf(second, 'VirtualMachine'), [
    { key: '4', computer: '4', host: '2' },
    { key: '5', computer: '5', host: '1' },
  ]);
  const { tributary } = (await openPackage(second.package.path)).manifest;
  t.deepEqual(tributary.corrects, {
    package: first.package.id,
    contentDigest: first.package.contentDigest,
    file: tributary.corrects?.file ?? '',
  });
  t.regex(tributary.corrects?.file ?? '', /^sha256:/);
  t.deepEqual([...new Set(tributary.entities.map(({ completeness }) => completeness))], ['additions']);
  t.deepEqual(tributary.source, first.package.source);
  t.is(second.package.sequence, 2);
});

test('the same rows come back by the csv', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const rejects = readFileSync(first.package.rejectsPath ?? '', 'utf8');
  t.true(rejects.startsWith('\ufeffId,'));
  t.regex(rejects, /\r\n5,,04\/04\/2024,5,1,'=cmd,/, 'no cell is a formula to any program');
  writeFileSync(at('back.csv'), rejects.replaceAll(/\r\n(\d),,/g, '\r\n$1,pc-$1,'));
  const second = await correct(at('back.csv'));
  t.deepEqual([second.rows.read, second.rows.mapped], [2, 2]);
  t.deepEqual(await recordsOf(second, 'User'), [
    { key: 'bob', account: 'bob' },
    { key: '=cmd', account: '=cmd' },
  ]);
});

test('a value that was left out comes if its cell was changed; an unchanged row stays where it is', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const all = rows.slice(0, 3);
  const first = await run(await book(at('hosts.xlsx'), all));
  const path = await corrected(first.package.annotatedPath, at('back.xlsx'), (sheet) => {
    sheet.getCell('B3').value = 'pc-2';
  });
  const second = await correct(path);
  t.deepEqual([second.file.marked, second.file.unchanged, second.rows.read], [2, 1, 1]);
  const again = await corrected(first.package.annotatedPath, at('again.xlsx'), (sheet) => {
    sheet.getCell('C4').value = '05/04/2024';
  });
  const third = await correct(again);
  t.deepEqual((await recordsOf(third, 'Computer')).at(-1), {
    key: '3',
    name: 'pc-3',
    observedAt: '2024-04-05T00:00:00Z',
    memoryBytes: 3,
  });
  t.deepEqual(third.rows.rejected, { 'row/required': 1 });
});

test('what is still wrong goes back again, and its correction names the correction', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const half = await corrected(first.package.annotatedPath, at('half.xlsx'), (sheet) => {
    sheet.getCell('B3').value = 'pc-2';
  });
  const second = await correct(half);
  t.deepEqual(second.rows.rejected, { 'row/required': 1 });
  const rest = await corrected(second.package.annotatedPath, at('rest.xlsx'), (sheet) => {
    t.is(sheet.getCell('G3').value, null, 'what was imported is no longer marked');
    sheet.getCell('B6').value = 'pc-5';
  });
  const third = await correct(rest);
  t.is(third.package.corrects?.package, second.package.id);
  t.deepEqual([third.rows.read, third.rows.mapped], [1, 1]);
  t.like((await recordsOf(third, 'VirtualMachine'))[0], { key: '5', host: '1' }, 'its host is two packages away');
});

test('the same corrections are imported once', async (t) => {
  const { import: run, correct, at, spool } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const path = await corrected(first.package.annotatedPath, at('back.xlsx'), (sheet) => {
    sheet.getCell('B3').value = 'pc-2';
  });
  const second = await correct(path);
  const third = await correct(path);
  t.deepEqual([third.status, third.package.id], ['known', second.package.id]);
  t.is([...spool.list()].length, 2);
  t.deepEqual(
    spool.correctionsOf(first.package.id).map(({ id }) => id),
    [second.package.id],
  );
});

test('a reference that neither the rows nor the package have is as dangling as before', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(
    await book(at('hosts.xlsx'), [rows[0], ['2', null, null, '2', '9', null], ['3', null, null, '3', '1', null]]),
  );
  const path = await corrected(first.package.annotatedPath, at('back.xlsx'), (sheet) => {
    sheet.getCell('B3').value = 'pc-2';
    sheet.getCell('B4').value = 'pc-3';
  });
  const second = await correct(path);
  t.deepEqual(second.issues, { 'row/dangling-reference': 1 });
  t.deepEqual(await recordsOf(second, 'VirtualMachine'), [
    { key: '2', computer: '2' },
    { key: '3', computer: '3', host: '1' },
  ]);
});

test('where a corrected package is gone, references stay as they are, and that is said', async (t) => {
  const { import: run, correct, at, spool, said } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const half = await corrected(first.package.annotatedPath, at('half.xlsx'), (sheet) => {
    sheet.getCell('B3').value = 'pc-2';
  });
  const second = await correct(half);
  spool.drop(first.package.id);
  const rest = await corrected(second.package.annotatedPath, at('rest.xlsx'), (sheet) => {
    sheet.getCell('B6').value = 'pc-5';
  });
  t.deepEqual((await correct(rest)).issues, {});
  t.regex(said.join(), /is no longer in the spool, so that references to its records were not checked/);
  const gone = await t.throwsAsync(correct(half));
  t.regex(gone?.message ?? '', /spool\/unknown-package[\s\S]*It was dropped, or is in another spool/);
});

test('rows may be sorted, moved and joined by others, as long as their marks go with them', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const path = await corrected(first.package.annotatedPath, at('back.xlsx'), (sheet) => {
    sheet.getCell('B3').value = 'pc-2';
    sheet.insertRow(2, ['9', 'pc-9']);
    sheet.insertRow(1, []);
    sheet.spliceColumns(3, 0, []);
  });
  const second = await correct(path);
  t.deepEqual([second.rows.read, second.rows.rejected], [4, { 'row/required': 1 }]);
  t.like((await recordsOf(second, 'Computer'))[0], { key: '2', name: 'pc-2' });
});

test('rows that were sorted without their marks are refused', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const path = await corrected(first.package.annotatedPath, at('back.xlsx'), (sheet) => {
    const [one, two] = [2, 3].map((row) => names.map((_, column) => sheet.getCell(row, column + 1).value));
    for (const [column] of names.entries()) {
      sheet.getCell(2, column + 1).value = two[column];
      sheet.getCell(3, column + 1).value = one[column];
    }
  });
  await t.throwsAsync(
    correct(path),
    fault('package/moved-rows', 'found the row of back.xlsx!Computers:3 in back.xlsx!Computers:2'),
  );
});

test('rows without a mark in a csv are left out, and said', async (t) => {
  const { import: run, correct, at, said } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const rejects = readFileSync(first.package.rejectsPath ?? '', 'utf8');
  writeFileSync(at('back.csv'), `${rejects.replace('\r\n2,,', '\r\n2,pc-2,')}8,pc-8,,,,,,,,\r\n`);
  const second = await correct(at('back.csv'));
  t.deepEqual([second.rows.read, second.rows.mapped], [2, 1]);
  t.regex(said.join(), /1 row has no mark and is left out \(back\.csv:4\)/);
});

test('a record of a csv that was broken while it was corrected is rejected with its text', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const rejects = readFileSync(first.package.rejectsPath ?? '', 'utf8');
  writeFileSync(at('back.csv'), `${rejects.replace('\r\n2,,', '\r\n2,pc-2,')}5,pc-5\r\n`);
  const second = await correct(at('back.csv'));
  t.deepEqual([second.rows.read, second.rows.rejected], [3, { 'row/required': 1, 'row/wrong-field-count': 1 }]);
});

test('rows of another package are refused, and a file without any', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(await book(at('hosts.xlsx'), rows));
  const other = await run(await book(at('hosts.xlsx'), rows.slice(1)));
  const [one, two] = [first, other].map(({ package: { rejectsPath } }) => readFileSync(rejectsPath ?? '', 'utf8'));
  writeFileSync(at('both.csv'), `${one}${two.slice(two.indexOf('\n') + 1)}`);
  await t.throwsAsync(correct(at('both.csv')), fault('package/other-marks'));
  await t.throwsAsync(correct(other.package.annotatedPath ?? '', first.package.id), {
    message: /package\/other-marks/,
  });
  await t.throwsAsync(correct(at('hosts.xlsx')), fault('package/no-marks'));
});

test('corrections of a package that is held wait with it', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const first = await run(
    await book(at('hosts.xlsx'), rows),
    text.replace('records:', 'limits: { rejects: 1% }\nrecords:'),
  );
  t.is(first.status, 'held');
  const second = await correct(first.package.annotatedPath ?? '');
  t.deepEqual(
    second.package.reasons.map(({ code }) => code),
    ['hold/corrects-held'],
  );
});

test('a record that could not be read comes by its cells, or stays broken with its text', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const good = ['1', '3', '4', '5'].map((key) => `${key},pc-${key},03/04/2024,${key},,u${key}`);
  writeFileSync(at('hosts.csv'), [names.join(','), good[0], '2,a,b,c,d,e,f,g', ...good.slice(1), ''].join('\n'));
  const first = await run(at('hosts.csv'));
  t.is(first.package.annotatedPath, null);
  const rejects = readFileSync(first.package.rejectsPath ?? '', 'utf8');
  t.regex(rejects, /"2,a,b,c,d,e,f,g"/);
  writeFileSync(at('back.csv'), rejects.replace('\r\n,,,,,,hosts.csv:3', '\r\n2,pc-2,,2,,,hosts.csv:3'));
  const second = await correct(at('back.csv'));
  t.like((await recordsOf(second, 'Computer'))[0], { key: '2', name: 'pc-2' });
  const still = await correct(first.package.rejectsPath ?? '');
  t.is(still.rows.mapped, 0);
  t.regex(readFileSync(still.package.rejectsPath ?? '', 'utf8'), /"2,a,b,c,d,e,f,g"/);
});

test('a book that can not be annotated is imported all the same, and its rows go back as csv', async (t) => {
  const { import: run, at } = workplace(t);
  const inline = (cells: Row, row: number) =>
    `<row r="${row + 1}">${cells.map((cell) => `<c t="inlineStr"><is><t>${cell ?? ''}</t></is></c>`).join('')}</row>`;
  const data = `<sheetData>${[[...names], ...rows].map(inline).join('')}</sheetData>`;
  const parts = partsOf({ sheets: [{ name: 'Computers', data }] });
  const relation = '<Relationship Id="r1" Type="x/comments" Target="../comments1.xml"/>';
  parts.set('xl/worksheets/_rels/sheet1.xml.rels', `<Relationships>${relation}</Relationships>`);
  parts.set('xl/comments1.xml', '<comments><comment');
  const path = at('hosts.xlsx');
  writeFileSync(path, await zipOf(parts));
  const { status, package: sealed, annotation } = await run(path);
  t.deepEqual([status, sealed.annotatedPath], ['sealed', null]);
  t.not(sealed.rejectsPath, null);
  t.regex(annotation.join(), /^No annotated copy of the file is written. Expected a whole book/);
});

test('values that the mapping masks are dots in notes and csv; the book has its own', async (t) => {
  const { import: run, correct, at } = workplace(t);
  const masked = text.replace('records:', 'mask: [Seen]\nrecords:');
  const first = await run(await book(at('hosts.xlsx'), rows), masked);
  const path = await corrected(first.package.annotatedPath, at('back.xlsx'), (sheet) => {
    const { note } = sheet.getCell('C4');
    t.regex(JSON.stringify(note), /found •••/);
    t.false(JSON.stringify(note).includes('soon'));
    sheet.getCell('B3').value = 'pc-2';
  });
  t.is((await correct(path)).rows.read, 3);
  await t.notThrowsAsync(correct(first.package.rejectsPath ?? ''));
});
