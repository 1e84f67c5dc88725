import { RecordDecoder } from '../../../adapters/csv/decode.ts';
import { PlainDecoder } from '../../../adapters/csv/decode-plain.ts';
import type { Decoder } from '../../../adapters/csv/decoder.ts';
import { type Dialect, isUsual, maxRecordBytes } from '../../../adapters/csv/dialect.ts';
import { encodingOf } from '../../../adapters/csv/encoding.ts';
import { scanRanges } from '../../../adapters/csv/scan.ts';
import { fillFromChunks, Window } from '../../../adapters/csv/window.ts';
import type { EncodingName } from '../../../core/adapter/encoding.ts';
import { collect, type ReadRow, rowsOf } from '../../conformance/reading.ts';

export interface Way {
  readonly width: number;
  readonly dialect?: Partial<Dialect>;
  readonly encoding?: EncodingName;
  /** About how large parts and windows are. */
  readonly part?: number;
  readonly window?: number;
  /** The decoder of unusual dialects, also for a usual one. */
  readonly plain?: boolean;
  /** Windows have memory of their own, from which they are copied to where records are searched. */
  readonly copied?: boolean;
}

/** Scans bytes for parts and decodes each alone; the origin of a row is its line. */
export async function decodeText(bytes: Uint8Array, way: Way): Promise<readonly ReadRow[]> {
  const { width, part = 1 << 20, window = 1 << 16, encoding = 'utf-8' } = way;
  const dialect = { delimiter: 44, quote: 34, maxRecordBytes, ...way.dialect };
  const rows: ReadRow[] = [];
  const ranges = await collect(scanRanges(windowOn(bytes, 0, window), dialect, { size: part, firstLine: 1 }));
  for (const { offset, length, firstLine } of ranges) {
    const Decoder = isUsual(dialect) && way.plain !== true ? RecordDecoder : PlainDecoder;
    const decoder: Decoder = new Decoder(dialect, encodingOf(encoding), { width, firstLine });
    const memory = way.copied === true ? undefined : decoder.memory;
    const stretch = windowOn(bytes.subarray(offset, offset + length), offset, window, memory);
    while (!stretch.last) {
      await stretch.advance(decoder.at);
      decoder.at = 0;
      do {
        const batch = decoder.next(stretch);
        // Its memory is used again for the next one.
        if (batch !== undefined) rows.push(...rowsOf(batch, { name: '', columns: [], origin: String }));
      } while (!decoder.needsMore);
    }
    decoder.close();
  }
  return rows;
}

export function windowOn(bytes: Uint8Array, base: number, size: number, memory?: Buffer): Window {
  async function* once() {
    yield bytes;
  }
  return new Window(fillFromChunks(once(), 0), { base, size, memory });
}

/** The cells of rows that are not broken. */
export function cellsOf(rows: readonly ReadRow[]) {
  return rows.filter(({ broken }) => broken === undefined).map(({ cells }) => cells);
}
