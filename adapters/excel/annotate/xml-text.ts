import { tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { utf8Of } from '../xml/utf8.ts';
import type { Zip } from '../zip/zip.ts';

/** A small part as text, to be edited where it changes and kept as it stands everywhere else. */
export async function readText(zip: Zip, part: string): Promise<string> {
  const chunks: Buffer[] = [];
  let count = 0;
  for await (const chunk of utf8Of(zip.name, zip.content(part))) {
    count += chunk.length;
    if (count > limits.smallPartBytes) throw tooLarge(zip.name, `more in ${part}`, `${limits.smallPartBytes} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  // It is written as UTF-8, whatever it was.
  return text.replace(/^(<\?xml[^>]*encoding\s*=\s*["'])[^"']*/, '$1UTF-8');
}

/** Text as it may stand in an element or an attribute. What XML can't hold is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"\r\t\n]/g, (sign) => escapes.get(sign) ?? sign);
}

/** The same for the text of a cell or a note, where `_x0041_` would be read as a sign of its own. */
export function escapeText(text: string): string {
  return escapeXml(text.replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')).replaceAll('&#10;', '\n');
}

/** Puts something before the last closing tag of a name: `</x:fills>`. Undefined: there is none. */
export function insertBeforeEnd(xml: string, name: string, added: (prefix: string) => string): string | undefined {
  const end = new RegExp(`</((?:[\\w.-]+:)?)${name}\\s*>(?![\\s\\S]*</(?:[\\w.-]+:)?${name}\\s*>)`).exec(xml);
  if (end === null) return undefined;
  return xml.slice(0, end.index) + added(end[1]) + xml.slice(end.index);
}

/** Sets an attribute of a start tag. */
export function withAttribute(tag: string, name: string, value: string): string {
  const known = new RegExp(`(\\s${name}\\s*=\\s*)(?:"[^"]*"|'[^']*')`);
  if (known.test(tag)) return tag.replace(known, (_, before: string) => `${before}"${value}"`);
  return tag.replace(/\s*(\/?)>$/, ` ${name}="${value}"$1>`);
}

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\r', ''],
  ['\t', '&#9;'],
  ['\n', '&#10;'],
]);
