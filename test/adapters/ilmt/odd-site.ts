import { type SiteTable, site, type Value } from './site.ts';

/** The made-up site with what real servers hold against one: days at their edges, texts beyond ASCII, blanks behind names, the last moment there is. */

const deleted = (id: number, name: string, moment: string): readonly Value[] => {
  return [id, name, null, String(5400 + id), null, 'Linux', '2023-12-30T21:05:00', 1, moment];
};

const lately = { start_date: '2024-01-01', end_date: '2024-03-31' };

const more = new Map<string, (table: SiteTable) => SiteTable['rows']>([
  [
    'ilmt_computers',
    () => [
      // Deleted 89, 90 and 91 days before 2024-03-31.
      deleted(31, 'GONE89', '2024-01-02T00:00:00'),
      deleted(32, 'GONE90', '2024-01-01T00:00:00'),
      deleted(33, 'GONE91', '2023-12-31T23:59:59'),
      [
        34,
        "O'Grüße ☃ 東京 𝒳   ",
        'ἀ.example',
        '٣',
        'fe80::1',
        'Linux',
        '2024-03-30T21:05:00',
        0,
        '9999-12-31T23:59:59',
      ],
    ],
  ],
  // One of them twice.
  ['ilmt_group_computers', () => [31, 32, 33, 34, 34].map((id) => [3, id])],
  [
    'ilmt_computer_hardware',
    (table) => [
      ...like(table, 12, { computer_id: 31, server_id: 103 }),
      ...like(table, 12, { computer_id: 33, server_id: 102 }),
      ...like(table, 12, {
        computer_id: 34,
        server_id: 108,
        valid_to: '9999-12-31T23:59:59',
        entitlement: '0.25',
        cluster_name: 'PROD ',
      }),
    ],
  ],
  ['ilmt_servers', () => [[108, 'Ångström  ', 0, 'TLM_VM_Å', 'Lenovo ', 'SR650', 2, 16, 70]]],
  [
    'ilmt_software_instances',
    (table) => [
      [21, 34, '771', 'IBM MQ', '9.3', null, null, 9991, 71, null, '/opt/ü ☃', 1, 0, null, null, '9999-12-31T23:59:59'],
      ...like(table, 1, { instance_id: 22, computer_id: 33 }),
    ],
  ],
  [
    'ilmt_license_usage',
    (table) => [
      ...like(table, 3, {
        product_id: 4530,
        metric_code_name: 'VIRTUAL_PROCESSOR_CORE',
        hwm_quantity: 0.25,
        ...lately,
        hwm_peak_time: '2024-01-01T23:59:59.997',
      }),
      ...like(table, 3, { product_id: 2996, hwm_quantity: 0, ...lately, hwm_peak_time: '2024-03-31T00:00:00' }),
    ],
  ],
  ['ilmt_license_usage_per_server', () => [[4530, 'VIRTUAL_PROCESSOR_CORE', null, '2024-01-01', 108, 0.25]]],
]);

export const odd: readonly SiteTable[] = site.map((table) => {
  return { ...table, rows: [...table.rows, ...(more.get(table.name)?.(table) ?? [])] };
});

/** The last row whose first cell is that, with some columns changed. */
function like({ columns, rows }: SiteTable, first: Value, changes: Readonly<Record<string, Value>>): SiteTable['rows'] {
  const last = rows.findLast((row) => row[0] === first) ?? [];
  return [last.map((value, index) => changes[columns[index]] ?? value)];
}
