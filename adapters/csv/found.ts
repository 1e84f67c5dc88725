import { type EncodingName, encodingNames } from '../../core/adapter/encoding.ts';
import { type Dialect, maxRecordBytes } from './dialect.ts';

/** How a text file is written, as text: whoever opens the same file again, such as another thread, need not find it again. */
export interface Found {
  readonly encoding: EncodingName;
  readonly mark: number;
  readonly wrapped: boolean;
  readonly dialect: Dialect;
}

export function writeFound({ encoding, mark, wrapped, dialect }: Found): string {
  const { delimiter, more, quote, escapedBy, unescaped, blanks, run } = dialect;
  const signs = { delimiter, more: [...(more ?? [])], quote, escapedBy, unescaped, blanks, run };
  return JSON.stringify({ encoding, mark, wrapped, dialect: signs });
}

/** @throws TypeError if the text is not one of these. */
export function readFound(text: string): Found {
  const value = fieldsOf(JSON.parse(text));
  const encoding = encodingNames.find((name) => name === value.get('encoding'));
  const signs = fieldsOf(value.get('dialect'));
  const mark = value.get('mark');
  const delimiter = byteOf(signs.get('delimiter'));
  const quote = byteOf(signs.get('quote'));
  const escapedBy = byteOf(signs.get('escapedBy'));
  const run = byteOf(signs.get('run'));
  const more = signs.get('more');
  if (encoding === undefined || typeof mark !== 'number' || delimiter === undefined || quote === undefined)
    throw notFound();
  if (!Array.isArray(more) || !more.every((byte) => byteOf(byte) !== undefined)) throw notFound();
  return {
    encoding,
    mark,
    wrapped: value.get('wrapped') === true,
    dialect: {
      delimiter,
      quote,
      maxRecordBytes,
      ...(more.length === 0 ? {} : { more: Uint8Array.from(more) }),
      ...(escapedBy === undefined ? {} : { escapedBy }),
      ...(signs.get('unescaped') === true ? { unescaped: true } : {}),
      ...(signs.get('blanks') === true ? { blanks: true } : {}),
      ...(run === undefined ? {} : { run }),
    },
  };
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) throw notFound();
  return new Map(Object.entries(value));
}

function byteOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= -1 && value < 256 ? value : undefined;
}

function notFound(): TypeError {
  return new TypeError('The text does not say how a csv file is written.');
}
