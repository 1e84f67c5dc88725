import { SaxesParser } from 'saxes';
import { damaged, refusedDeclaration, tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import type { Zip } from '../zip/zip.ts';
import { utf8Of } from './utf8.ts';

/** An element of a small part: its local name, and its attributes by their names as written (r:id and id may stand side by side). */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Reads a part that is small in every honest book, element by element. */
export async function readSmallPart(
  zip: Zip,
  part: string,
  open: (element: Element, path: readonly string[]) => void,
): Promise<void> {
  const parser = new SaxesParser();
  const excess = (expected: string) => tooLarge(zip.name, `more in ${part}`, expected);
  const path: string[] = [];
  parser.on('doctype', () => {
    throw refusedDeclaration(zip.name);
  });
  parser.on('error', (error) => {
    throw damaged(zip.name, `${part}: ${error.message}`, error);
  });
  let elements = 0;
  let attributeCount = 0;
  parser.on('attribute', () => {
    if (++attributeCount > limits.smallPartAttributes)
      throw excess(`${limits.smallPartAttributes} attributes of an element`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    attributeCount = 0;
    if (++elements > limits.smallPartElements) throw excess(`${limits.smallPartElements} elements`);
    if (path.length === limits.smallPartDepth) throw excess(`${limits.smallPartDepth} elements in each other`);
    open({ name: localName(name), attributes: new Map(Object.entries(attributes)) }, path);
    path.push(localName(name));
  });
  parser.on('closetag', () => {
    path.pop();
  });
  const decoder = new TextDecoder('utf-8');
  let count = 0;
  for await (const chunk of utf8Of(zip.name, zip.content(part))) {
    count += chunk.length;
    if (count > limits.smallPartBytes) throw excess(`${limits.smallPartBytes} bytes`);
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.write(decoder.decode()).close();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
