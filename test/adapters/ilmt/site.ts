/** A made-up database of License Metric Tool: the tables that queries read, by the names of these, with many oddities. Times are in UTC. */

export type Value = string | number | null;

export interface SiteTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

const open = '9999-12-31T00:00:00';
const seen = '2024-03-30T21:05:00';

export const site: readonly SiteTable[] = [
  {
    name: 'ilmt_computer_groups',
    columns: ['id', 'name'],
    rows: [
      [0, 'All Computers'],
      [3, 'EMEA'],
      [4, 'Nobody'],
    ],
  },
  {
    name: 'ilmt_group_computers',
    columns: ['computer_group_id', 'computer_id'],
    rows: [
      ...Array.from({ length: 12 }, (_, index) => [0, index + 11]),
      ...[11, 12, 13, 14, 15, 16, 17, 18, 19, 21].map((id) => [3, id]),
    ],
  },
  {
    name: 'ilmt_computers',
    columns: ['id', 'name', 'dns_name', 'bigfix_id', 'ip_address', 'os', 'last_seen', 'is_deleted', 'deletion_date'],
    rows: [
      // A physical one with an agent, which carries others.
      [11, 'KVM01', 'kvm01.emea.example', '5401', '10.1.0.11', 'Linux Red Hat 8.9', seen, 0, open],
      // Guests: of a host with an agent, of a host without one, of nobody knows what.
      [12, 'APP01', 'app01.emea.example', '5402', '10.1.0.12, fe80::1', 'Linux Red Hat 9.2', seen, 0, null],
      [13, 'APP02', null, '5403', '10.1.0.13', 'Win2019 10.0.17763', seen, 0, open],
      [14, 'APP03', 'app03.emea.example', '5404', null, 'Win2019 10.0.17763', seen, 0, open],
      // Partitions of AIX, of one pool.
      [15, 'AIX01', null, '5405', '10.1.0.15', 'AIX 7.2', seen, 0, open],
      [16, 'AIX02', null, '5406', '10.1.0.16', 'AIX 7.2', seen, 0, open],
      // Deleted lately, long ago, and nobody knows when.
      [17, 'OLD01', null, '5407', null, 'Win2012R2', '2024-02-01T00:00:00', 1, '2024-02-15T03:00:00'],
      [18, 'OLD02', null, '5408', null, 'Win2008R2', '2022-06-01T00:00:00', 1, '2022-07-01T03:00:00'],
      [19, 'OLD03', null, '5409', null, 'Win2003', '1970-01-01T00:00:00', 1, open],
      // Not of the group.
      [20, 'APAC01', null, '5410', null, 'AIX 7.1', seen, 0, open],
      // Without hardware, and without a name that says something.
      [21, '-', 'naked.emea.example', null, '0.0.0.0', 'Linux', null, 0, open],
      [22, 'APAC02', null, null, null, 'Linux', seen, 0, open],
    ],
  },
  {
    name: 'ilmt_computer_hardware',
    columns: [
      'computer_id',
      'computer_type',
      'server_id',
      'valid_to',
      'partition_cores',
      'processor_brand_string',
      'processor_vendor',
      'processor_brand',
      'processor_model',
      'default_pvu_value',
      'custom_pvu_per_core',
      'online_vp_count',
      'entitlement',
      'is_capped',
      'is_shared_type',
      'shared_pool_id',
      'no_processors_shared_pool',
      'no_processors_pshared_pool',
      'cluster_name',
      'cluster_cores_count',
      'system_model',
    ],
    rows: [
      hardware(11, 0, 101, { cores: 32 }),
      // It was moved: the current row counts.
      hardware(12, 1, 102, { cores: 4, until: '2024-01-31T00:00:00' }),
      hardware(12, 1, 101, { cores: 8, cluster: 'PROD', clusterCores: 64, until: null }),
      hardware(13, 1, 102, { cores: 2 }),
      hardware(14, 1, 103, { cores: 2, vendor: '-', brand: '-' }),
      hardware(15, 1, 104, {
        cores: 1,
        virtual: 4,
        entitlement: '0.25',
        capped: 0,
        shared: 1,
        pool: '1',
        poolCores: 8,
      }),
      // Scanned at another time, with another number.
      hardware(16, 1, 104, {
        cores: 2,
        virtual: 2,
        entitlement: '2.00',
        capped: 1,
        shared: 1,
        pool: '1',
        poolCores: 6,
      }),
      hardware(17, 1, 102, { cores: 2 }),
      hardware(18, 0, 105, { cores: 4 }),
      hardware(19, 2, 106, { cores: 2 }),
      hardware(20, 1, 107, { cores: 2 }),
    ],
  },
  {
    name: 'ilmt_servers',
    columns: [
      'id',
      'name',
      'type',
      'hardware_serial_number',
      'hardware_vendor',
      'hardware_model',
      'total_processors',
      'cores',
      'pvu_per_core',
    ],
    rows: [
      [101, 'Lenovo SR650 00CZ101', 0, '00CZ101', 'Lenovo', 'SR650', 2, 32, 70],
      [102, 'Lenovo SR650 00CZ102', 0, '00CZ102', 'Lenovo', 'SR650', 2, 32, 120],
      [103, 'TLM_VM_4236ac43', 1, 'TLM_VM_4236ac43', '-', '-', 1, 2, 120],
      [104, 'IBM 9009-42A 7800A1B', 0, '7800A1B', 'IBM', '9009-42A', 2, 16, 120],
      [105, 'HP DL380 CZJ5', 0, 'CZJ5', 'HP', 'DL380', 1, 4, 50],
      [106, 'AWS i-0123', 2, '-', '-', '-', 1, 2, 70],
      [107, 'IBM 9117 0655', 0, '0655', 'IBM', '9117', 1, 8, 100],
    ],
  },
  {
    name: 'ilmt_products',
    columns: ['id', 'name', 'publisher_name', 'family_guid'],
    rows: [
      [9991, 'IBM MQ Advanced', 'IBM', 'fam-mq'],
      [2996, 'IBM Db2 Standard Edition', 'IBM', 'fam-db2'],
      [4530, 'IBM Cloud Pak for Integration', 'IBM', 'fam-cp4i'],
    ],
  },
  {
    name: 'ilmt_releases',
    columns: ['id', 'name', 'guid'],
    rows: [
      [71, '9.3', 'rel-mq-93'],
      [72, '11.5', 'rel-db2-115'],
    ],
  },
  {
    name: 'ilmt_software_instances',
    columns: [
      'instance_id',
      'computer_id',
      'component_id',
      'component_name',
      'component_release',
      'component_detailed_version',
      'discoverable_guid',
      'product_id',
      'release_id',
      'bundle_name',
      'discovery_path',
      'is_charged',
      'is_excluded',
      'exclusion_reason',
      'valid_from',
      'valid_to',
    ],
    rows: [
      [
        1,
        12,
        '771',
        'IBM MQ',
        '9.3',
        '9.3.0.15',
        'guid-mq',
        9991,
        71,
        'None',
        '/opt/mqm',
        1,
        0,
        null,
        '2023-05-01T04:00:00',
        open,
      ],
      // Removed, and installed again in the same place; the same in another place.
      [
        2,
        12,
        '772',
        'Db2',
        '11.5',
        '11.5.8',
        'guid-db2',
        2996,
        72,
        null,
        '/opt/ibm/db2',
        1,
        0,
        null,
        '2022-01-01T04:00:00',
        '2023-01-31T04:00:00',
      ],
      [
        3,
        12,
        '772',
        'Db2',
        '11.5',
        '11.5.9',
        'guid-db2',
        2996,
        72,
        null,
        '/opt/ibm/db2',
        1,
        0,
        null,
        '2023-02-01T04:00:00',
        open,
      ],
      [
        4,
        12,
        '772',
        'Db2',
        '11.5',
        '11.5.9',
        'guid-db2',
        2996,
        72,
        null,
        '/opt/ibm/db2b',
        1,
        0,
        null,
        '2023-02-01T04:00:00',
        null,
      ],
      // Removed for good, excluded, assigned to nothing.
      [
        5,
        13,
        '771',
        'IBM MQ',
        '9.2',
        '9.2.0.1',
        'guid-mq',
        9991,
        null,
        null,
        'C:\\IBM\\MQ',
        1,
        0,
        null,
        '2022-05-01T04:00:00',
        '2024-02-29T23:59:59.5',
      ],
      [
        6,
        13,
        '772',
        'Db2',
        '11.5',
        '11.5.8',
        'guid-db2',
        2996,
        72,
        'IBM Cloud Pak for Integration',
        'C:\\IBM\\SQLLIB',
        0,
        1,
        'Ünterwegs zu Test',
        '2022-05-01T04:00:00',
        open,
      ],
      [
        7,
        15,
        '773',
        'IBM Tool',
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        '1970-01-01T00:00:00',
        open,
      ],
      // On computers that were deleted.
      [
        8,
        17,
        '771',
        'IBM MQ',
        '9.0',
        '9.0.0.1',
        'guid-mq',
        9991,
        null,
        null,
        'D:\\MQ',
        1,
        0,
        null,
        '2020-05-01T04:00:00',
        '2024-02-15T03:00:00',
      ],
      [
        9,
        18,
        '771',
        'IBM MQ',
        '8.0',
        '8.0.0.1',
        'guid-mq',
        9991,
        null,
        null,
        'D:\\MQ',
        1,
        0,
        null,
        '2018-05-01T04:00:00',
        open,
      ],
      [
        10,
        20,
        '771',
        'IBM MQ',
        '9.3',
        '9.3.0.15',
        'guid-mq',
        9991,
        71,
        null,
        '/opt/mqm',
        1,
        0,
        null,
        '2023-05-01T04:00:00',
        open,
      ],
    ],
  },
  {
    name: 'ilmt_license_usage',
    columns: [
      'computer_group_id',
      'product_id',
      'metric_id',
      'metric_code_name',
      'hwm_quantity',
      'hwm_peak_time',
      'start_date',
      'end_date',
      'bundle_id',
      'bundle_name',
      'product_bundle_ratio_factor',
      'product_bundle_ratio_divider',
      'bundle_metric_contribution',
    ],
    rows: [
      usage(3, 9991, 3, 'PVU_FULL_CAP', 4480, '2024-02-11T00:00:00'),
      usage(3, 9991, 4, 'PVU_SUB_CAP', 800, '2024-03-02T00:00:00'),
      usage(3, 2996, 12, 'VIRTUAL_PROCESSOR_CORE', 8, '2024-03-02T00:00:00'),
      usage(3, 2996, 12, 'VIRTUAL_PROCESSOR_CORE', 6, '2024-02-11T00:00:00', [
        41,
        'IBM Cloud Pak for Integration',
        1,
        3,
        2,
      ]),
      usage(3, 4530, 8, 'RVU_SUB_CAP', 12.5, '2024-03-02T00:00:00'),
      usage(3, 4530, 30, 'INSTALL', 2, '2024-03-02T00:00:00'),
      usage(0, 9991, 3, 'PVU_FULL_CAP', 99_999, '2024-02-11T00:00:00'),
      // A period that ended long ago.
      [3, 9991, 3, 'PVU_FULL_CAP', 7, '2021-02-11T00:00:00', '2021-01-01', '2021-03-31', 0, null, null, null, null],
    ],
  },
  {
    name: 'ilmt_license_usage_per_server',
    columns: ['product_id', 'metric_code_name', 'bundle_id', 'usage_date', 'server_id', 'hwm_quantity'],
    rows: [
      [9991, 'PVU_FULL_CAP', 0, '2024-02-11', 101, 2240],
      [9991, 'PVU_FULL_CAP', 0, '2024-02-11', 103, 240],
      // Not the day of the peak.
      [9991, 'PVU_FULL_CAP', 0, '2024-02-12', 101, 1120],
      [9991, 'PVU_SUB_CAP', 0, '2024-03-02', 101, 560],
      [9991, 'PVU_SUB_CAP', null, '2024-03-02', 102, 240],
      [2996, 'VIRTUAL_PROCESSOR_CORE', 0, '2024-03-02', 102, 8],
      [2996, 'VIRTUAL_PROCESSOR_CORE', 41, '2024-02-11', 104, 6],
      [4530, 'RVU_SUB_CAP', 0, '2024-03-02', 104, 12.5],
    ],
  },
  {
    name: 'ilmt_data_imports',
    columns: ['start_time', 'end_time', 'status'],
    rows: [
      ['2024-03-29T01:00:00', '2024-03-29T02:10:00', 'FAILED'],
      ['2024-03-30T01:00:00', '2024-03-30T02:10:00', 'SUCCEEDED '],
    ],
  },
];

interface Hardware {
  readonly cores: number;
  readonly until?: string | null;
  readonly vendor?: string;
  readonly brand?: string;
  readonly virtual?: number;
  readonly entitlement?: string;
  readonly capped?: number;
  readonly shared?: number;
  readonly pool?: string;
  readonly poolCores?: number;
  readonly cluster?: string;
  readonly clusterCores?: number;
}

function hardware(computer: number, kind: number, server: number, said: Hardware): readonly Value[] {
  const { until = open, vendor = 'Intel(R)', brand = 'Xeon(R)  Gold', capped = 2, shared = 2, pool = null } = said;
  const { virtual = null, entitlement = null, poolCores = null, cluster = null, clusterCores = null } = said;
  const isDefault = server === 102 || server === 103 ? 1 : 0;
  const processor = [`${vendor}  ${brand} 6226R`, vendor, brand, '6226R', isDefault, 0];
  const partition = [virtual, entitlement, capped, shared, pool, poolCores, pool === null ? null : 16];
  const model = kind === 1 ? 'VMware7,1' : null;
  return [computer, kind, server, until, said.cores, ...processor, ...partition, cluster, clusterCores, model];
}

function usage(
  group: number,
  product: number,
  metric: number,
  code: string,
  quantity: number,
  peak: string,
  bundle: readonly Value[] = [0, 'None', null, null, null],
): readonly Value[] {
  return [group, product, metric, code, quantity, peak, '2024-01-01', '2024-03-31', ...bundle];
}

/** The site with the rows of a table changed. */
export function withRows(
  name: string,
  change: (rows: SiteTable['rows']) => readonly (readonly Value[])[],
): readonly SiteTable[] {
  return site.map((table) => (table.name === name ? { ...table, rows: change(table.rows) } : table));
}
