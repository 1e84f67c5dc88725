import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Column names of the bench's csv: twelve, of which the mapping reads six. */
const header = ['id', 'name', 'serial', 'os', 'memory', 'cores', 'domain', 'user', 'site', 'scanned', 'note', 'cost'];

/** Writes a csv of made-up computers, quoted throughout, about 212 bytes a row. The same rows every time. */
export async function generateCsv(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${header.map((name) => `"${name}"`).join(',')}\n`);
  let text = '';
  for (let row = 0; row < rows; row++) {
    text += csvRow(row);
    if (text.length < 1 << 20) continue;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end(text);
  await finished(file);
}

function csvRow(row: number): string {
  const cells = [
    String(16_777_220 + row),
    `pc-${String(row).padStart(8, '0')}.emea.example`,
    `SN${String((row * 7919) % 1_000_000_007).padStart(10, '0')}`,
    `Microsoft Windows 11 Enterprise ${row % 7}`,
    String(8192 << (row % 4)),
    String(2 + (row % 14)),
    `EMEA${row % 9}`,
    `EMEA\\user${row % 50_000}`,
    `Site number ${row % 300} in Europe`,
    `2026-${String(1 + (row % 12)).padStart(2, '0')}-${String(1 + (row % 28)).padStart(2, '0')}T08:15:00Z`,
    `some ""free"" text, with a comma ${row}`,
    `${(row % 10_000) / 100}`,
  ];
  return `${cells.map((cell) => `"${cell}"`).join(',')}\n`;
}
