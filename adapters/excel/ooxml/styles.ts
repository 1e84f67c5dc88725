import { tooLarge } from '../faults.ts';
import { limits } from '../limits.ts';
import { builtinCode } from '../values/builtin-formats.ts';
import { type CellKind, kindOfBuiltin, kindOfFormat } from '../values/number-format.ts';
import { readSmallPart } from '../xml/small-part.ts';
import type { Zip } from '../zip/zip.ts';

/** The cell styles of a book, as far as they tell what a number is. */
export interface Styles {
  /** What the numbers of each style stand for: a number, a date, a time, a duration. */
  readonly kinds: readonly CellKind[];
  /** The format code of each style. */
  readonly codes: readonly string[];
}

export async function readStyles(zip: Zip, part: string | undefined): Promise<Styles> {
  if (part === undefined || !zip.has(part)) return { kinds: [], codes: [] };
  const formats = new Map<number, string>();
  const ids: number[] = [];
  await readSmallPart(zip, part, ({ name, attributes }, path) => {
    if (formats.size > limits.styles || ids.length > limits.styles)
      throw tooLarge(zip.name, `more in ${part}`, `${limits.styles} styles`);
    if (name === 'numFmt') formats.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
    else if (name === 'xf' && path.at(-1) === 'cellXfs') ids.push(Number(attributes.get('numFmtId') ?? 0));
  });
  const kindOf = (id: number): CellKind => {
    const code = formats.get(id);
    return code === undefined ? kindOfBuiltin(id) : kindOfFormat(code);
  };
  const codeOf = (id: number): string =>
    (followsCountry.has(id) ? undefined : formats.get(id)) ?? builtinCode(id) ?? '';
  const known = new Map([...new Set(ids)].map((id) => [id, { kind: kindOf(id), code: codeOf(id) }]));
  const styles = ids.map((id) => known.get(id) ?? { kind: kindOf(id), code: codeOf(id) });
  return { kinds: styles.map(({ kind }) => kind), codes: styles.map(({ code }) => code) };
}

/** The short date, alone and with the time: a program shows its own, whatever code a book gives for them. */
const followsCountry = new Set([14, 22]);
