import type { Column, Dataset } from '../adapter/contract.ts';
import { configError } from '../errors/errors.ts';
import {
  boolean,
  type Check,
  count,
  list,
  matching,
  nullable,
  object,
  oneOf,
  optional,
  ShapeFault,
  text,
} from '../package/shape.ts';

/** A capture is a folder: this description, a file of rows for each dataset, and a catalog of what the source has. */

export const manifestName = 'capture.json';
export const catalogName = 'catalog.json';
export const captureFormat = 1;
/** What a source that is a capture calls its kind. */
export const captureKind = 'capture';

export interface CaptureManifest {
  /** The version of the format. */
  readonly tributaryCapture: number;
  /** What packages and origins call the source. */
  readonly name: string;
  /** The adapter of the source: mappings for it read the capture. */
  readonly adapter: string;
  /** The time zone of times that have none. */
  readonly zone: string | null;
  readonly consistency: 'snapshot' | 'statement' | 'none' | null;
  /** What the source has said of itself that names nobody: product and version. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly datasets: readonly CapturedDataset[];
  /** Datasets that could not be read, or were not wanted. */
  readonly missing: readonly { readonly name: string; readonly code: string; readonly message: string }[];
}

export interface CapturedDataset {
  readonly name: string;
  readonly summary: string | null;
  /** The file of its rows, in the same folder. */
  readonly file: string;
  readonly rows: number;
  /** The column whose value is the position of its row. */
  readonly key: string | null;
  readonly plainNumbers: boolean;
  readonly leftOut: readonly string[];
  readonly incomplete: readonly string[];
  readonly columns: readonly CapturedColumn[];
}

export interface CapturedColumn {
  readonly name: string;
  readonly type: Column['type'];
  readonly serverType: string | null;
  /** What was done with it: `kept`, `names` in its texts replaced, or the kind of its substitutes. */
  readonly care: string;
  /** How many of its cells are not what they were. */
  readonly replaced: number;
}

/** What a capture may be called: as a source. */
export const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;

const typeCheck = oneOf(['text', 'boolean', 'integer', 'decimal', 'date', 'instant', 'bytes']);
const word = matching(/^[^\u0000-\u001f]{1,200}$/, 'a text without line ends');

const manifestCheck: Check<CaptureManifest> = object({
  tributaryCapture: count,
  name: matching(namePattern, 'a name of letters, digits, points, dashes and underscores'),
  adapter: matching(/^[a-z][a-z0-9]*$/, 'the name of an adapter'),
  zone: nullable(text),
  consistency: nullable(oneOf(['snapshot', 'statement', 'none'])),
  facts: list(object({ name: word, value: text })),
  datasets: list(
    object({
      name: text,
      summary: nullable(text),
      file: matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.ndjson$/, 'the name of a file of rows in the same folder'),
      rows: count,
      key: nullable(text),
      plainNumbers: boolean,
      leftOut: list(text),
      incomplete: list(text),
      columns: list(object({ name: text, type: typeCheck, serverType: nullable(text), care: text, replaced: count })),
    }),
  ),
  missing: list(object({ name: text, code: text, message: text })),
});

const formatCheck = object({ tributaryCapture: optional(count) });

/** @throws ConfigError `capture/wrong-file`, `capture/newer-format` */
export function parseManifest(written: string, file: string): CaptureManifest {
  try {
    const parsed: unknown = JSON.parse(written);
    const { tributaryCapture = 0 } = formatCheck(parsed, '');
    if (tributaryCapture > captureFormat)
      throw configError(
        'capture/newer-format',
        `Expected a capture in format ${captureFormat}, found ${tributaryCapture}. Update Tributary.`,
        { place: { file } },
      );
    return manifestCheck(parsed, '');
  } catch (cause) {
    if (!(cause instanceof ShapeFault || cause instanceof SyntaxError)) throw cause;
    throw configError('capture/wrong-file', `${cause.message}. Make it again with: tributary capture SOURCE`, {
      place: { file },
      cause,
    });
  }
}

/** JSON with a line for each dataset's column, so that two captures can be compared by any program. */
export function manifestText(manifest: CaptureManifest): string {
  const flat = /\{\n\s+("name"[^{}[\]]*?)\n\s+\}/g;
  return `${JSON.stringify(manifest, undefined, 2).replace(flat, (_whole, inner: string) => `{ ${inner.replace(/\n\s+/g, ' ')} }`)}\n`;
}

/** A dataset as a source offers it. */
export function datasetOfCapture(source: string, captured: CapturedDataset): Dataset {
  const { name, summary, columns, key, leftOut, incomplete, rows, plainNumbers } = captured;
  const of = `${source}/${name}`;
  return {
    name,
    ...(summary === null ? {} : { summary }),
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      ...(column.serverType === null ? {} : { serverType: column.serverType }),
    })),
    ...(leftOut.length === 0 ? {} : { leftOut }),
    ...(incomplete.length === 0 ? {} : { incomplete }),
    ...(key === null ? {} : { key }),
    ...(plainNumbers ? { plainNumbers } : {}),
    rowsEstimate: rows,
    origin: (position) => `${of}${key === null ? ':' : ` ${key}=`}${position}`,
  };
}
