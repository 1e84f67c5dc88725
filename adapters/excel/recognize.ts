/** What a file is by its first bytes, whatever it is called. */
export type Container = 'zip' | 'ole' | 'biff' | 'xml' | 'html' | undefined;

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
  const text = bytes
    .subarray(0, 2048)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (/^<\?xml|^<\w*:?workbook/i.test(text) && text.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return 'xml';
  return /^<(!doctype html|html|head|body|table|meta|style)\b/i.test(text) ? 'html' : undefined;
}

/** How sure the adapter is that it reads a file: by its content, with the name as a tie-break. */
export function recognizeBook(name: string, head: Uint8Array): number {
  const named = /\.(xls|xlsx|xlsm|xlsb|xlt|xltx|xltm|ods|ots)(\.gz)?$/i.test(name);
  switch (containerOf(head)) {
    case 'zip':
      return zipLikelihood(head, named);
    case 'ole':
      return oleLikelihood(head, named);
    case 'biff':
      return named ? 0.9 : 0.5;
    case 'xml':
      return 0.95;
    // Not read, but told: it is a web page with the name of a book.
    case 'html':
      return named ? 0.5 : 0;
    default:
      return 0;
  }
}

function zipLikelihood(head: Uint8Array, named: boolean): number {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (text.includes('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')) return 1;
  if (/PK\x03\x04.{26}[/\\]?xl[/\\]/is.test(text)) return 1;
  if (/PK\x03\x04.{26}[/\\]?(word|ppt|visio)[/\\]/is.test(text) || text.includes('mimetypeapplication/')) return 0;
  if (named) return 0.8;
  // An office file whose first part is too long to see the next one.
  return text.includes('[Content_Types].xml') ? 0.3 : 0;
}

function oleLikelihood(head: Uint8Array, named: boolean): number {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (['Workbook', 'Book'].some((stream) => text.includes(`${wide(stream)}\0\0`))) return 1;
  if (text.includes(wide('WordDocument')) || text.includes(wide('PowerPoint Document'))) return 0;
  return named ? 0.8 : 0.1;
}

/** A text as UTF-16, as directories of OLE files hold names. */
function wide(text: string): string {
  return Buffer.from(text, 'utf16le').toString('latin1');
}

const zipMagic = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const oleMagic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
