import { type Answer, columns, row, type Step } from './tds-stand-in/script.ts';
import type { StandInColumn } from './tds-stand-in/tokens.ts';
import { standInType as type } from './tds-stand-in/types.ts';

/** A stand-in's database of a few tables: it answers what the driver asks of catalogs and of itself, and SELECTs of whole tables. */
export interface SmallTable {
  readonly name: string;
  readonly columns: readonly (StandInColumn & { readonly serverType: string })[];
  readonly rows: () => Iterable<readonly unknown[]>;
}

export function smallDatabase(tables: readonly SmallTable[], known: Readonly<Record<string, string>> = {}): Answer {
  const values = new Map(Object.entries({ ...itself, ...known }));
  return ({ text, parameters }) => {
    if (text.includes('INFORMATION_SCHEMA.TABLES')) return catalogOf(tables);
    if (text.includes('sys.partitions')) return estimatesOf(tables);
    if (text.includes('dm_exec_describe_first_result_set')) return describe(tables, String(parameters.get('p1')));
    for (const [asked, value] of values) if (text.includes(asked)) return [columns(sysname), row(value)];
    const table = tableOf(tables, text);
    return table === undefined ? undefined : contentOf(table);
  };
}

const sysname = { name: '', type: type.nvarchar(128) };

const itself = {
  '@@VERSION': 'Microsoft SQL Server 2022 (RTM-CU14) - 16.0.4135.4 (X64) \n\tJul 10 2024 \n\tCopyright (C) 2022',
  "'ProductVersion'": '16.0.4135.4',
  'DB_NAME()': 'CM_EX1',
  'SUSER_SNAME()': 'reader',
  "'ServerName'": 'SQL01\\SCCM',
  TzOffset: '+02:00',
  service_broker_guid: '0F8FAD5B-D9CB-469F-A165-70867728950E',
};

function tableOf(tables: readonly SmallTable[], query: string): SmallTable | undefined {
  return tables.find(({ name }) => query.endsWith(`FROM [dbo].[${name}]`) || query.endsWith(`FROM ${name}`));
}

function* contentOf(table: SmallTable): Generator<Step> {
  yield columns(...table.columns);
  for (const values of table.rows()) yield row(...values);
}

function* catalogOf(tables: readonly SmallTable[]): Generator<Step> {
  const names = ['TABLE_SCHEMA', 'TABLE_NAME', 'TABLE_TYPE', 'COLUMN_NAME', 'DATA_TYPE', 'IS_NULLABLE'];
  const numbers = ['CHARACTER_MAXIMUM_LENGTH', 'NUMERIC_PRECISION', 'NUMERIC_SCALE', 'DATETIME_PRECISION'];
  yield columns(
    ...names.map((name) => ({ name, type: type.nvarchar(300) })),
    ...numbers.map((name) => ({ name, type: type.int })),
  );
  for (const { name, columns: each } of tables)
    for (const column of each) {
      const [, bare, first, second] = /^(\w+)(?:\((\d+|max)(?:,(\d+))?\))?$/.exec(column.serverType) ?? [];
      const length = first === 'max' ? -1 : first === undefined ? null : Number(first);
      const isNumber = bare === 'decimal';
      const isTime = bare.startsWith('datetime2');
      yield row(
        'dbo',
        name,
        name.startsWith('v_') ? 'VIEW' : 'BASE TABLE',
        column.name,
        bare,
        'YES',
        isNumber || isTime ? null : length,
        isNumber ? length : null,
        second === undefined ? null : Number(second),
        isTime ? length : null,
      );
    }
}

function* estimatesOf(tables: readonly SmallTable[]): Generator<Step> {
  yield columns(sysname, sysname, { name: 'rows', type: type.bigint });
  for (const { name } of tables.filter((each) => !each.name.startsWith('v_'))) yield row('dbo', name, 3);
}

function* describe(tables: readonly SmallTable[], query: string): Generator<Step> {
  yield columns(
    { name: 'name', type: type.nvarchar(128) },
    { name: 'system_type_name', type: type.nvarchar(256) },
    { name: 'is_nullable', type: type.bit },
    { name: 'error_number', type: type.int },
    { name: 'error_message', type: type.nvarchar(4000) },
  );
  const table = tableOf(tables, query);
  if (table === undefined) yield row(null, null, null, 208, `Invalid object name '${query.split(' ').at(-1)}'.`);
  else for (const { name, serverType } of table.columns) yield row(name, serverType, true, null, null);
}
