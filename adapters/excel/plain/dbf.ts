import { isUtf8 } from 'node:buffer';
import { type Decode, decoderOf } from '../biff/code-page.ts';
import type { Book } from '../book.ts';
import { damaged } from '../faults.ts';
import type { RowSink } from '../table/row-sink.ts';

/** Opens a table of dBase, FoxPro and their kin: one sheet, whose first row has the names of the fields. */
export async function openDbf(name: string, bytes: Buffer, warn: (sentence: string) => void): Promise<Book> {
  const records = bytes.readUInt32LE(4);
  const [headBytes, recordBytes] = [bytes.readUInt16LE(8), bytes.readUInt16LE(10)];
  const fields = fieldsOf(bytes.subarray(0, headBytes));
  const taken = fields.reduce((sum, { length }) => sum + length, 1);
  if (fields.length === 0 || taken > recordBytes) throw damaged(name, 'its list of fields does not fit its rows');
  if (headBytes + records * recordBytes > bytes.length)
    throw damaged(name, `it has ${Math.floor((bytes.length - headBytes) / recordBytes)} of its ${records} rows`);
  const decode = await decodeOf(bytes);
  const memos = fields.filter(({ type }) => memoTypes.has(type)).map((field) => field.name);
  let said = false;
  const pour = async function* (sink: RowSink) {
    for (const [column, field] of fields.entries()) sink.text(column, field.name);
    if (sink.endRow(1)) yield;
    let deleted = 0;
    for (let row = 0; row < records; row++) {
      let at = headBytes + row * recordBytes;
      if (bytes[at] === deletedMark) {
        deleted++;
        continue;
      }
      at++;
      for (const [column, field] of fields.entries()) {
        const text = textIn(bytes, at, field, decode);
        if (text !== '') sink.text(column, text);
        at += field.length;
      }
      if (sink.endRow(row + 2)) yield;
    }
    if (said) return;
    said = true;
    if (deleted > 0) warn(`${deleted === 1 ? '1 row is' : `${deleted} rows are`} marked as deleted and left out.`);
    if (memos.length > 0) warn(`The texts of ${memos.join(', ')} lie in a file beside this one and are read as blank.`);
  };
  const sheet = { name: 'Sheet1', hidden: false, pour, rowsEstimate: () => records + 1 };
  return { sheets: [sheet], close: async () => {} };
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly length: number;
}

function fieldsOf(head: Buffer): readonly Field[] {
  const fields: Field[] = [];
  for (let at = 32; at + 32 <= head.length && head[at] !== endOfFields; at += 32) {
    const type = String.fromCharCode(head[at + 11]);
    // Long texts count their length in two bytes, the second of which has the decimals of numbers.
    const length = type === 'C' ? head.readUInt16LE(at + 16) : head[at + 16];
    fields.push({
      name: head
        .toString('latin1', at, at + 11)
        .replace(/\0.*$/s, '')
        .trim(),
      type,
      length,
    });
  }
  return fields;
}

function textIn(bytes: Buffer, at: number, { type, length }: Field, decode: Decode): string {
  if (type === 'I' || type === '+') return length === 4 ? String(bytes.readInt32LE(at)) : '';
  if ((type === 'B' || type === 'O') && length === 8) return String(bytes.readDoubleLE(at));
  if (type === 'Y' && length === 8) return money(bytes.readBigInt64LE(at));
  if ((type === 'T' || type === '@') && length === 8) return moment(bytes.readInt32LE(at), bytes.readInt32LE(at + 4));
  if (memoTypes.has(type)) return '';
  const text = decode(bytes.subarray(at, at + length)).replace(/[\0 ]+$/, '');
  if (type === 'D')
    return text
      .trim()
      .replace(/^0{8}$|^(\d{4})(\d\d)(\d\d)$/, (_, year, month, day) =>
        year === undefined ? '' : `${year}-${month}-${day}`,
      );
  if (type === 'L') return /^[TtYy]/.test(text) ? 'TRUE' : /^[FfNn]/.test(text) ? 'FALSE' : '';
  return type === 'N' || type === 'F' ? text.trim() : text;
}

function money(tenThousandths: bigint): string {
  const digits = String(tenThousandths < 0n ? -tenThousandths : tenThousandths).padStart(5, '0');
  const fraction = digits.slice(-4).replace(/0+$/, '');
  return `${tenThousandths < 0n ? '-' : ''}${digits.slice(0, -4)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Days are counted from the year -4712, milliseconds from midnight. */
function moment(day: number, milliseconds: number): string {
  const date = new Date((day - 2_440_588) * 86_400_000 + milliseconds);
  if (day === 0 || Number.isNaN(date.getTime())) return '';
  return date.toISOString().replace(/(?:T00:00:00)?(?:\.000)?Z$/, '');
}

/** What it says of its code page; where it says nothing, what its bytes say. */
async function decodeOf(bytes: Buffer): Promise<Decode> {
  const page = codePages.get(bytes[29]) ?? (isUtf8(bytes.subarray(bytes.readUInt16LE(8))) ? 65001 : 1252);
  return (await decoderOf(page)) ?? ((text) => Buffer.from(text).toString('latin1'));
}

const deletedMark = 0x2a;
const endOfFields = 0x0d;
const memoTypes: ReadonlySet<string> = new Set(['M', 'G', 'P', 'W']);
/** The marks of languages that programs write. */
const codePages = new Map([
  [0x01, 437],
  [0x02, 850],
  [0x03, 1252],
  [0x04, 10000],
  [0x13, 932],
  [0x1f, 852],
  [0x26, 866],
  [0x37, 850],
  [0x4d, 936],
  [0x4e, 949],
  [0x4f, 950],
  [0x57, 1252],
  [0x58, 1252],
  [0x59, 1252],
  [0x64, 852],
  [0x65, 866],
  [0x66, 865],
  [0x67, 861],
  [0x6a, 737],
  [0x6b, 857],
  [0x7d, 1255],
  [0x7e, 1256],
  [0xc8, 1250],
  [0xc9, 1251],
  [0xca, 1254],
  [0xcb, 1253],
  [0xcc, 1257],
]);
