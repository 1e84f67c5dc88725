import { sniffEncoding } from '../../core/adapter/encoding.ts';

/** What a file is by its first bytes, whatever it is called. */
export type Container = 'zip' | 'ole' | 'biff' | 'xml' | 'fods' | 'html' | 'mht' | 'sylk' | 'dif' | 'dbf' | undefined;

export function containerOf(head: Uint8Array): Container {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.subarray(0, 4).equals(zipMagic)) return 'zip';
  if (bytes.subarray(0, 8).equals(oleMagic)) return 'ole';
  // A bare stream of Excel 2 to 8: a record "beginning of file", its length, its version.
  if (
    bytes.length >= 8 &&
    bytes[0] === 0x09 &&
    [0x00, 0x02, 0x04, 0x08].includes(bytes[1]) &&
    bytes[2] <= 16 &&
    bytes[3] === 0
  )
    return 'biff';
  if (isDbf(bytes)) return 'dbf';
  const text = textOf(bytes);
  // Its kind stands behind the names of all that it can hold.
  if (
    /^<(?:\?xml|!|office:)/.test(text) &&
    /<office:document\s/.test(text) &&
    textOfAll(head).includes('.opendocument.spreadsheet')
  )
    return 'fods';
  return textContainer(text);
}

function textContainer(text: string): Container {
  if (/^<\?xml|^<\w*:?workbook/i.test(text) && text.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return 'xml';
  const tags = text.replace(/^(?:<!--[\s\S]*?-->|<\?xml[\s\S]*?\?>|\s)+/, '');
  if (pageStart.test(tags)) return 'html';
  if (/^(?:mime-version|from|subject|date|content-type|content-location):[^\n]*\n/i.test(text))
    return /^content-type:\s*multipart\/related/im.test(text) ? 'mht' : undefined;
  // A table whose first column is called ID is no book of Multiplan.
  if (/^ID;P[^\n]*\n(?:[A-Z]{1,2};|\s)/.test(text)) return 'sylk';
  return /^TABLE\r?\n\d+,\d+\r?\n/.test(text) ? 'dif' : undefined;
}

/** The beginning as text. */
function textOf(bytes: Buffer): string {
  const { encoding } = sniffEncoding(bytes);
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be';
  const text = wide ? new TextDecoder(encoding).decode(bytes.subarray(0, 8192)) : bytes.toString('latin1', 0, 4096);
  return text.replace(/^(?:\xef\xbb\xbf|\ufeff)/, '').trimStart();
}

/** A table of dBase: its kind, a date, and fields that end where the head does. */
function isDbf(bytes: Buffer): boolean {
  if (bytes.length < 65 || ![0x02, 0x03, 0x30, 0x31, 0x43, 0x83, 0x8b, 0xf5].includes(bytes[0])) return false;
  const headBytes = bytes.readUInt16LE(8);
  if (bytes[2] > 12 || bytes[3] > 31 || headBytes <= 64 || bytes.readUInt16LE(10) === 0) return false;
  for (let at = 32; at < Math.min(headBytes, bytes.length); at += 32) {
    if (bytes[at] === 0x0d) return at > 32;
    if (!/[A-Z0@+]/.test(String.fromCharCode(bytes[at + 11] ?? 0))) return false;
  }
  return false;
}

/** How sure the adapter is that it reads a file: by its content, with the name as a tie-break. */
export function recognizeBook(name: string, head: Uint8Array): number {
  const named = /\.(xls|xlsx|xlsm|xlsb|xlt|xltx|xltm|ods|ots|fods|sxc|htm|html|mht|mhtml|slk|dif|dbf)(\.gz)?$/i.test(
    name,
  );
  switch (containerOf(head)) {
    case 'zip':
      return zipLikelihood(head, named);
    case 'ole':
      return oleLikelihood(head, named);
    case 'biff':
      return named ? 0.9 : 0.5;
    case 'xml':
    case 'fods':
    case 'sylk':
    case 'mht':
      return 0.95;
    case 'dif':
    case 'dbf':
      return named ? 0.95 : 0.6;
    case 'html':
      // A page is a book where it has a table, which may stand far below.
      if (/<t[dh][\s>]/i.test(textOfAll(head))) return 0.95;
      return named ? 0.5 : 0;
    default:
      return 0;
  }
}

function textOfAll(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1').replaceAll('\0', '');
}

function zipLikelihood(head: Uint8Array, named: boolean): number {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (/mimetypeapplication\/vnd\.(oasis\.opendocument\.spreadsheet|sun\.xml\.calc)/.test(text)) return 1;
  if (/PK\x03\x04.{26}[/\\]?xl[/\\]/is.test(text)) return 1;
  if (/PK\x03\x04.{26}[/\\]?(word|ppt|visio)[/\\]/is.test(text) || text.includes('mimetypeapplication/')) return 0;
  if (named) return 0.8;
  // An office file whose first part is too long to see the next one.
  return text.includes('[Content_Types].xml') ? 0.3 : 0;
}

function oleLikelihood(head: Uint8Array, named: boolean): number {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (['Workbook', 'Book', 'EncryptedPackage'].some((stream) => text.includes(`${wide(stream)}\0\0`))) return 1;
  if (text.includes(wide('WordDocument')) || text.includes(wide('PowerPoint Document'))) return 0;
  return named ? 0.8 : 0.1;
}

/** A text as UTF-16, as directories of OLE files hold names. */
function wide(text: string): string {
  return Buffer.from(text, 'utf16le').toString('latin1');
}

const zipMagic = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const oleMagic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const pageStart =
  /^<(?:!doctype html|html|head|body|table|thead|tbody|tr|td|th|meta|style|title|div|span|p|center|font|b|br|h[1-6]|form|link|script|base)\b/i;
