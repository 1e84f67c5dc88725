import type { Column, Dataset, Source, SourceTable } from '../adapter/contract.ts';
import { configError } from '../errors/errors.ts';
import { readText } from '../mapping/format/read-text.ts';
import { type Check, count, list, oneOf, onlyObject, optional, ShapeFault, text } from '../package/shape.ts';

/**
 * What a source was seen to have: its datasets, and the views and tables that they are made of, with columns and types, and what was
 * not there. A text file that people read and compare; no row, no login and no name of a server is in it.
 */
export interface RecordedCatalog {
  /** The version of the format. */
  readonly tributaryCatalog: number;
  readonly adapter: string;
  /** The name of the source. */
  readonly source: string;
  readonly product: string;
  readonly version: string;
  /** By schema and name. */
  readonly tables: readonly RecordedTable[];
  /** Views and tables that queries name, and that were not there. */
  readonly absent: readonly string[];
  /** By name. */
  readonly datasets: readonly RecordedDataset[];
  readonly missing: readonly RecordedAbsence[];
}

export interface RecordedTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: SourceTable['kind'];
  readonly columns: readonly RecordedColumn[];
}

export interface RecordedDataset {
  readonly name: string;
  readonly leftOut: readonly string[];
  readonly incomplete: readonly string[];
  readonly columns: readonly RecordedColumn[];
}

export interface RecordedColumn extends Pick<Column, 'name' | 'type'> {
  /** Empty if the source says nothing of its own types. */
  readonly serverType: string;
}

/** A dataset that could not be read, with the reason. */
export interface RecordedAbsence {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** Records what an open source has. No row is read. */
export async function recordCatalog(
  adapter: string,
  source: Source,
  datasets: readonly Dataset[],
  formerly: readonly SourceTable[] = [],
): Promise<RecordedCatalog> {
  const { product, version, tables, absent } = (await source.catalog?.(formerly)) ?? none;
  return {
    tributaryCatalog: catalogFormat,
    adapter,
    source: source.identity.name,
    product,
    version,
    tables: tables
      .map(({ schema, name, kind, columns }) => ({ schema, name, kind, columns: columns.map(recorded) }))
      .sort((a, b) => order(`${a.schema}\0${a.name}`, `${b.schema}\0${b.name}`)),
    absent: absent.toSorted(order),
    datasets: datasets
      .map(({ name, leftOut = [], incomplete = [], columns }) => ({
        name,
        leftOut: [...leftOut],
        incomplete: [...incomplete],
        columns: columns.map(recorded),
      }))
      .sort((a, b) => order(a.name, b.name)),
    missing: [...(source.absences?.() ?? [])]
      .map(([name, { faults }]) => ({ name, code: faults[0].code, message: faults[0].message }))
      .sort((a, b) => order(a.name, b.name)),
  };
}

export const catalogFormat = 1;
const none = { product: '', version: '', tables: [], absent: [] };
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const recorded = ({ name, type, serverType = '' }: Column): RecordedColumn => ({ name, type, serverType });

/** The file of a catalog: each column on a line of its own, so that two files can be compared by any program. */
export function catalogText(catalog: RecordedCatalog): string {
  return `${written(catalog, '')}\n`;
}

/** JSON in which what holds no list stands on one line. */
function written(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((each) => `${inner}${written(each, inner)}`).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.every(([, each]) => typeof each !== 'object'))
    return `{ ${entries.map(([name, each]) => `${JSON.stringify(name)}: ${JSON.stringify(each)}`).join(', ')} }`;
  const lines = entries.map(([name, each]) => `${inner}${JSON.stringify(name)}: ${written(each, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** @throws ConfigError `catalog/wrong-file`, `catalog/newer-format` */
export function readCatalog(file: string): RecordedCatalog {
  const read = readText(file);
  if ('problem' in read) throw configError('catalog/wrong-file', `The file ${read.problem}.`, { place: { file } });
  return parseCatalog(read.text, file);
}

/** @throws ConfigError `catalog/wrong-file`, `catalog/newer-format` */
export function parseCatalog(written: string, file: string): RecordedCatalog {
  try {
    const parsed: unknown = JSON.parse(written);
    const { tributaryCatalog: format } = formatOf(parsed, '');
    if (format > catalogFormat)
      throw configError(
        'catalog/newer-format',
        `Expected a catalog in format ${catalogFormat}, found ${format}. Update Tributary.`,
        { place: { file } },
      );
    const { $schema: _, ...catalog } = catalogOf(parsed, '');
    return catalog;
  } catch (cause) {
    if (!(cause instanceof ShapeFault || cause instanceof SyntaxError)) throw cause;
    throw configError('catalog/wrong-file', `${cause.message}. Write it with: tributary datasets SOURCE --catalog`, {
      place: { file },
      cause,
    });
  }
}

/** The format may be a newer one, of which nothing else is known. */
const formatOf: Check<{ readonly tributaryCatalog: number }> = (value, where) => {
  const found = typeof value === 'object' && value !== null && 'tributaryCatalog' in value && value.tributaryCatalog;
  return { tributaryCatalog: count(found, where || 'tributaryCatalog') };
};

const columnShape: Check<RecordedColumn> = onlyObject({
  name: text,
  type: oneOf(['text', 'boolean', 'integer', 'decimal', 'date', 'instant', 'bytes']),
  serverType: text,
});

const catalogOf: Check<RecordedCatalog & { readonly $schema?: string | undefined }> = onlyObject({
  $schema: optional(text),
  tributaryCatalog: count,
  adapter: text,
  source: text,
  product: text,
  version: text,
  tables: list(onlyObject({ schema: text, name: text, kind: oneOf(['table', 'view']), columns: list(columnShape) })),
  absent: list(text),
  datasets: list(onlyObject({ name: text, leftOut: list(text), incomplete: list(text), columns: list(columnShape) })),
  missing: list(onlyObject({ name: text, code: text, message: text })),
});
