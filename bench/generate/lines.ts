import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { columns } from './computers.ts';

/** Files of one record after the other. */

type Computer = (row: number) => readonly (string | number)[];

/** Writes a csv file, quoted throughout: some 226 bytes a row. */
export async function generateCsv(path: string, rows: number, computer: Computer): Promise<void> {
  const line = (cells: readonly (string | number)[]): string =>
    `${cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\n`;
  await writeLines(path, line(columns), rows, (row) => line(computer(row)));
}

/** Writes a file of JSON objects, one a line. */
export async function generateNdjson(path: string, rows: number, computer: Computer): Promise<void> {
  await writeLines(path, '', rows, (row) => {
    const cells = computer(row);
    return `${JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, cells[index]])))}\n`;
  });
}

async function writeLines(path: string, start: string, rows: number, line: (row: number) => string): Promise<void> {
  const file = createWriteStream(path);
  let text = start;
  for (let row = 0; row < rows; row++) {
    text += line(row);
    if (text.length < 1 << 20) continue;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end(text);
  await finished(file);
}
