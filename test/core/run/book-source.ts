import type { Batch } from '../../../core/adapter/batch.ts';
import type { Source } from '../../../core/adapter/contract.ts';

/** A source of two columns, `Id` and `Value`: the values with the kind that a book gives them; the first one is row 1. */
export function bookSource(values: readonly (readonly [text: string, kind: number])[], kind = 'file'): Source {
  const cells = values.flatMap(([text, of], index) => [
    { text: `pc-${index}`, of: 0 },
    { text, of },
  ]);
  const bytes = Buffer.from(cells.map(({ text }) => text).join(''));
  let at = 0;
  const ends = cells.map(({ text }) => {
    at += Buffer.byteLength(text);
    return at;
  });
  const batch: Batch = {
    layout: 'bytes',
    rows: values.length,
    width: 2,
    positions: values.map((_, index) => index + 1),
    bytes,
    starts: Uint32Array.from([0, ...ends.slice(0, -1)]),
    ends: Uint32Array.from(ends),
    kinds: Uint8Array.from(cells.map(({ of }) => of)),
    unescape: (text) => text,
    ascii: false,
  };
  const columns = ['Id', 'Value'].map((name) => ({ name, type: 'text' as const }));
  const origin = (position: number) => `book!Sheet:${position}`;
  const address = (position: number, column: number) => `book!Sheet:${'AB'[column]}${position}`;
  return {
    identity: { kind, name: 'book', id: 'one' },
    discover: async () => [{ name: 'Sheet', columns, origin, address }],
    async *parts() {
      yield { dataset: 'Sheet', number: 0 };
    },
    async *read() {
      yield batch;
    },
    close: async () => undefined,
  };
}
