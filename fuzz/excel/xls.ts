import { changeBytes } from '../harness/bytes.ts';
import type { FuzzCase, Fuzzer } from '../harness/case.ts';
import { score } from '../harness/score.ts';
import { damageRecords } from './biff.ts';
import { type Sheet, sheetOf, truthOf, type Value } from './book.ts';
import { hostileOle, withRecords } from './ole.ts';
import { bySheetjs, unknown } from './xlsx.ts';

/** The older formats: xls of all versions, xlsb, and the XML of 2003; as they are, and damaged. */
export const xls: Fuzzer = {
  name: 'xls',
  make: (random, { scale, keep }) => {
    const type = random.fork('type').pick(types);
    const sheet = asKeptBy(type, sheetOf(random.fork('sheet'), scale));
    const book = bySheetjs(sheet, type);
    const kind = random.fork('kind').next();
    const of = (label: string, bytes: Buffer, steps: number, known: boolean): FuzzCase => ({
      label,
      name: `fuzz.${type === 'xlsb' ? 'xlsb' : 'xls'}`,
      bytes,
      steps,
      judge: (reading) => (known ? score(truthOf(sheet), reading) : unknown),
    });
    if (kind < 0.3) return of(`written as ${type}`, book, 1, true);
    const several = (change: (bytes: Buffer, step: number) => Buffer): Buffer =>
      [0, 1, 2].reduce((bytes, step) => (keep(step) ? change(bytes, step) : bytes), book);
    const isBinary = type.startsWith('biff');
    if (isBinary && kind < 0.75)
      return of(
        'records damaged',
        several((bytes, step) =>
          withRecords(bytes, (records) => damageRecords(records, random.fork(`record ${step}`))),
        ),
        3,
        false,
      );
    if (isBinary && book.readUInt32BE(0) === 0xd0cf11e0 && kind < 0.92)
      return of(
        'container damaged',
        several((bytes, step) => random.fork(`pick ${step}`).pick(hostileOle)(bytes, random.fork(`ole ${step}`))),
        3,
        false,
      );
    const damage = random.fork('bytes');
    return of('bytes damaged', damage.pick(changeBytes)(book, damage), 1, false);
  },
  strict: (label) => label.startsWith('written as'),
};

const types = ['biff8', 'biff8', 'biff8', 'biff5', 'biff4', 'biff3', 'biff2', 'xlsb', 'xlml'] as const;

/** What the writer of a format can keep: before 1997 no signs beyond a code page, and here no formats of dates. */
function asKeptBy(type: (typeof types)[number], sheet: Sheet): Sheet {
  const old = /biff[2-5]/.test(type);
  const kept = (value: Value): Value => {
    if (value.kind === 'text' && (old || type === 'xlml'))
      return plain(value.text) ? value : { kind: 'text', text: 'plain' };
    if (/biff[2-4]/.test(type) && (value.kind === 'date' || value.kind === 'instant'))
      return { kind: 'blank', text: '' };
    return value;
  };
  return { ...sheet, rows: sheet.rows.map((cells) => cells.map(kept)) };
}

function plain(text: string): boolean {
  // Whether escapes such as _x000D_ count in the XML of 2003, programs do not agree.
  return /^[\x20-\x7e]{1,200}$/.test(text) && text.trim() === text && !text.startsWith('_x');
}
