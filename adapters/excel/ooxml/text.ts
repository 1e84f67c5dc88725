import { decodeEntities } from '../xml/tag-scanner.ts';

/**
 * What OOXML adds to XML's own escapes: `_x000D_` stands for a character that XML can not hold, and line ends are one `\n`.
 * Most texts have neither, and are copied as they are.
 */
export function decodeText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/_x([0-9a-fA-F]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The text of XML with its entities resolved. A carriage return that is written as one is no line end of the file, and stays. */
export function decodeXml(text: string): string {
  return decodeEntities(text.replace(/&#(?:13|x0*d);/gi, '_x000D_'));
}

/** Whether a text may hold one of the two. */
export function needsDecoding(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === carriageReturn || (byte === underscore && bytes[at + 1] === x)) return true;
  }
  return false;
}

const carriageReturn = 0x0d;
const underscore = 0x5f;
const x = 0x78;
