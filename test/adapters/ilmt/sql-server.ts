import { smallDatabase } from '../mssql/small-database.ts';
import { type Answer, columns, row, type Step } from '../mssql/tds-stand-in/script.ts';
import { type StandInType, standInType as type } from '../mssql/tds-stand-in/types.ts';
import { kinds, type Naming, type SiteDatabase } from './database.ts';
import { site } from './site.ts';

/** Stand-in for SQL Server with the made-up site: what a query gives, in the types of that server. */
export function sqlServerWith(database: () => SiteDatabase, naming: Naming, tables = site): Answer {
  const itself = smallDatabase([]);
  return (statement) => {
    const { text, parameters } = statement;
    if (text.includes('INFORMATION_SCHEMA.TABLES')) return catalogOf(naming, tables);
    if (text.includes('dm_exec_describe_first_result_set'))
      return describe(database().columnsOf(String(parameters.get('p1'))));
    if (!text.includes(`[${naming.schema}]`)) return itself(statement);
    return rowsOf(database(), text, parameters);
  };
}

interface Written {
  readonly type: StandInType;
  readonly serverType: string;
  readonly encode: (value: string | number) => unknown;
}

const text: Written = { type: type.nvarchar(400), serverType: 'nvarchar(400)', encode: String };
const written: Readonly<Record<string, Written>> = {
  integer: { type: type.int, serverType: 'int', encode: Number },
  // Three places after the point.
  decimal: {
    type: type.decimal(18, 3),
    serverType: 'decimal(18,3)',
    encode: (value) => Math.round(Number(value) * 1000),
  },
  moment: {
    type: type.datetime2(7),
    serverType: 'datetime2(7)',
    encode: (value) => unitsAndDays(String(value), 10_000),
  },
  // The same moment, as clocks two hours ahead show it.
  peak: {
    type: type.datetimeoffset(3),
    serverType: 'datetimeoffset(3)',
    encode: (value) => `${unitsAndDays(String(value), 1)} 120`,
  },
  day: { type: type.date, serverType: 'date', encode: (value) => daysOf(Date.parse(`${value}T00:00:00Z`)) },
};

const writtenFor = (name: string): Written => written[kinds.get(name) ?? ''] ?? text;

function* rowsOf(database: SiteDatabase, query: string, parameters: ReadonlyMap<string, unknown>): Generator<Step> {
  const names = database.columnsOf(query);
  const types = names.map(writtenFor);
  yield columns(...names.map((name, index) => ({ name, type: types[index].type })));
  const bound = Object.fromEntries([...parameters].map(([name, value]) => [name, bindable(value)]));
  for (const values of database.rowsOf(query, bound))
    yield row(...values.map((value, index) => (value === null ? null : types[index].encode(value))));
}

function bindable(value: unknown): string | number | null {
  return value === null || typeof value === 'string' ? value : Number(value);
}

function* describe(names: readonly string[]): Generator<Step> {
  yield columns(
    { name: 'name', type: type.nvarchar(128) },
    { name: 'system_type_name', type: type.nvarchar(256) },
    { name: 'is_nullable', type: type.bit },
    { name: 'error_number', type: type.int },
    { name: 'error_message', type: type.nvarchar(4000) },
  );
  for (const name of names) yield row(name, writtenFor(name).serverType, true, null, null);
}

function* catalogOf({ schema, table, column }: Naming, tables: typeof site): Generator<Step> {
  const names = ['TABLE_SCHEMA', 'TABLE_NAME', 'TABLE_TYPE', 'COLUMN_NAME', 'DATA_TYPE', 'IS_NULLABLE'];
  const numbers = ['CHARACTER_MAXIMUM_LENGTH', 'NUMERIC_PRECISION', 'NUMERIC_SCALE', 'DATETIME_PRECISION'];
  yield columns(
    ...names.map((name) => ({ name, type: type.nvarchar(300) })),
    ...numbers.map((name) => ({ name, type: type.int })),
  );
  for (const each of tables)
    for (const name of each.columns)
      yield row(schema, table(each.name), 'BASE TABLE', column(name), 'nvarchar', 'YES', 400, null, null, null);
}

/** A moment as the protocol has it: units of the scale since midnight, and days since year 1. */
function unitsAndDays(moment: string, unitsInMillisecond: number): string {
  const at = Date.parse(`${moment}Z`);
  const midnight = Math.floor(at / day) * day;
  return `${(at - midnight) * unitsInMillisecond} ${daysOf(midnight)}`;
}

const day = 86_400_000;
const daysOf = (at: number) => Math.round((at - Date.parse('0001-01-01T00:00:00Z')) / day);
