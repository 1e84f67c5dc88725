import { type CellKind, kindOfBuiltin, kindOfFormat } from '../values/number-format.ts';
import { readSmallPart } from '../xml/small-part.ts';
import type { Zip } from '../zip/zip.ts';

/** What the numbers of each cell style stand for: a number, a date, a time, a duration. */
export async function readStyles(zip: Zip, part: string | undefined): Promise<readonly CellKind[]> {
  if (part === undefined || !zip.has(part)) return [];
  const formats = new Map<number, CellKind>();
  const styles: number[] = [];
  await readSmallPart(zip, part, ({ name, attributes }, path) => {
    if (name === 'numFmt')
      formats.set(Number(attributes.get('numFmtId')), kindOfFormat(attributes.get('formatCode') ?? ''));
    else if (name === 'xf' && path.at(-1) === 'cellXfs') styles.push(Number(attributes.get('numFmtId') ?? 0));
  });
  return styles.map((id) => formats.get(id) ?? kindOfBuiltin(id));
}
