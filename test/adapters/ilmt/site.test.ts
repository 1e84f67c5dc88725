import test from 'ava';
import { fromDb2, type Made } from './importing.ts';
import { site, withRows } from './site.ts';

/** What becomes of the made-up site: rules that guard a licence position. */

function recordsOf(made: Made, entity: string) {
  return (made.records.get(entity) ?? []).filter(({ mode }) => mode !== 'lookup');
}

const keysOf = (made: Made, entity: string) => recordsOf(made, entity).map(({ key }) => key);

test('computers are those of the group; one that was deleted long ago is counted as filtered', async (t) => {
  const made = await fromDb2(t, 'computers');
  t.deepEqual(keysOf(made, 'Computer'), ['11', '12', '13', '14', '15', '16', '17', '19', '21']);
  t.like(made.rows, { read: 10, mapped: 9, filtered: { 'Computer: left_out = null': 1 } });
});

test('another group has other computers', async (t) => {
  const made = await fromDb2(t, 'computers', site, { computerGroup: 0 });
  t.deepEqual(keysOf(made, 'Computer').slice(-3), ['20', '21', '22']);
});

test('a computer that was deleted lately, or nobody knows when, is deleted', async (t) => {
  const made = await fromDb2(t, 'computers');
  const deleted = recordsOf(made, 'Computer').filter(({ status }) => status === 'deleted');
  t.deepEqual(
    deleted.map(({ key, deletedAt }) => [key, deletedAt]),
    [
      ['17', '2024-02-15T03:00:00Z'],
      ['19', null],
    ],
  );
});

for (const [asOf, deletedDays, keys] of [
  ['2024-05-15', 90, ['17', '19']],
  ['2024-05-16', 90, ['19']],
  ['2024-03-31', 0, ['19']],
  ['2024-03-31', 3650, ['17', '18', '19']],
] as const)
  test(`${deletedDays} days before ${asOf} decide on deleted computers, the first of them included`, async (t) => {
    const made = await fromDb2(t, 'computers', site, { asOf, deletedDays });
    const deleted = recordsOf(made, 'Computer').filter(({ status }) => status === 'deleted');
    t.deepEqual(
      deleted.map(({ key }) => key),
      keys,
    );
  });

test('a placeholder serial number is never one', async (t) => {
  const made = await fromDb2(t, 'computers');
  const numbers = recordsOf(made, 'Computer').map(({ serialNumber, serialRaw }) => [serialNumber, serialRaw]);
  t.deepEqual(
    numbers.filter(([number, raw]) => number !== null || raw !== null),
    [
      ['00CZ101', '00CZ101'],
      [null, 'TLM_VM_4236ac43'],
    ],
  );
});

test('a server that is a computer, or made up for a guest, is no host beside it', async (t) => {
  const made = await fromDb2(t, 'hosts');
  t.deepEqual(keysOf(made, 'Computer'), ['server:102', 'server:104', 'server:106']);
});

test('a guest that was moved is on the server where it is now; where the server is made up, its host is unknown', async (t) => {
  const made = await fromDb2(t, 'virtual-machines');
  t.deepEqual(
    recordsOf(made, 'VirtualMachine').map(({ key, host }) => [key, host]),
    [
      ['12', '11'],
      ['13', 'server:102'],
      ['14', null],
      ['15', 'server:104'],
      ['16', 'server:104'],
      ['17', 'server:102'],
      ['19', null],
    ],
  );
});

test('of a pool whose partitions state different numbers the highest counts, and the other is an issue', async (t) => {
  const made = await fromDb2(t, 'host-pools');
  t.like(recordsOf(made, 'HostPool')[0], { host: 'server:104', name: '1', cores: '8' });
  t.deepEqual(made.issues, ['emea/host-pools:2 cores row/duplicate-key']);
});

test('value units that were assumed say so', async (t) => {
  const made = await fromDb2(t, 'processors');
  t.deepEqual(
    recordsOf(made, 'Processor').map(({ computer, pvuPerCore, pvuSource }) => [computer, pvuPerCore, pvuSource]),
    [
      ['11', '70', 'table'],
      ['server:102', '120', 'default'],
      ['14', '120', 'default'],
      ['server:104', '120', 'table'],
      ['server:106', '70', 'table'],
    ],
  );
});

test('removed components stay with their end; of one that was installed again the newest counts', async (t) => {
  const made = await fromDb2(t, 'software-instances');
  t.deepEqual(
    recordsOf(made, 'RecognizedInstall').map(({ computer, productId, path, endedAt }) => [
      computer,
      productId,
      path,
      endedAt,
    ]),
    [
      ['12', '771', '/opt/mqm', null],
      ['12', '772', '/opt/ibm/db2', null],
      ['12', '772', '/opt/ibm/db2b', null],
      ['13', '771', 'C:\\IBM\\MQ', '2024-02-29T23:59:59.5Z'],
      ['13', '772', 'C:\\IBM\\SQLLIB', null],
      ['15', '773', null, null],
      ['17', '771', 'D:\\MQ', '2024-02-15T03:00:00Z'],
    ],
  );
  t.like(made.rows, { filtered: { 'RecognizedInstall: left_out = null': 2 } });
});

test('peaks have their days, and nothing is added up', async (t) => {
  const made = await fromDb2(t, 'license-usage');
  t.deepEqual(
    recordsOf(made, 'MetricUsage').map(({ metric, bundle, peakSub, peakFull, peakAt }) => [
      metric,
      bundle,
      peakSub ?? peakFull,
      peakAt,
    ]),
    [
      ['VIRTUAL_PROCESSOR_CORE', null, '8', '2024-03-02T00:00:00Z'],
      ['VIRTUAL_PROCESSOR_CORE', 'IBM Cloud Pak for Integration', '6', '2024-02-11T00:00:00Z'],
      ['RVU_SUB_CAP', null, '12.5', '2024-03-02T00:00:00Z'],
      ['PVU_FULL_CAP', null, '4480', '2024-02-11T00:00:00Z'],
      ['PVU_SUB_CAP', null, '800', '2024-03-02T00:00:00Z'],
    ],
  );
});

test('a server has what was counted on the day of the product’s own peak, and of no other day', async (t) => {
  const made = await fromDb2(t, 'license-usage-per-server');
  t.deepEqual(
    recordsOf(made, 'MetricUsage').map((each) => [
      each.metric,
      each.level,
      each.subject,
      each.quantitySub ?? each.quantityFull,
      each.default,
    ]),
    [
      ['VIRTUAL_PROCESSOR_CORE', 'host', 'server:102', '8', null],
      ['VIRTUAL_PROCESSOR_CORE', 'host', 'server:104', '6', null],
      ['RVU_SUB_CAP', 'host', 'server:104', '12.5', null],
      ['PVU_FULL_CAP', 'host', '11', '2240', false],
      ['PVU_FULL_CAP', 'computer', '14', '240', true],
      ['PVU_SUB_CAP', 'host', '11', '560', false],
      ['PVU_SUB_CAP', 'host', 'server:102', '240', true],
    ],
  );
});

test('without the column that says what was assumed, it is left open', async (t) => {
  const tables = site.map((table) => {
    if (table.name !== 'ilmt_computer_hardware') return table;
    const at = table.columns.indexOf('default_pvu_value');
    return { ...table, columns: table.columns.toSpliced(at, 1), rows: table.rows.map((row) => row.toSpliced(at, 1)) };
  });
  const made = await fromDb2(t, 'processors', tables);
  t.deepEqual(
    recordsOf(made, 'Processor').map(({ computer, pvuSource }) => [computer, pvuSource]),
    [
      ['11', undefined],
      ['server:102', undefined],
      ['14', 'default'],
      ['server:104', undefined],
      ['server:106', undefined],
    ],
  );
});

test('a site that keeps names of products with the instances needs no table of products', async (t) => {
  const tables = site
    .filter(({ name }) => name !== 'ilmt_products' && name !== 'ilmt_releases')
    .map((table) =>
      table.name === 'ilmt_license_usage'
        ? {
            ...table,
            columns: [...table.columns, 'product_name'],
            rows: table.rows.map((row) => [...row, 'Named here']),
          }
        : table,
    );
  const made = await fromDb2(t, 'license-usage', tables);
  t.deepEqual([...new Set(recordsOf(made, 'MetricUsage').map(({ product }) => product))], ['Named here']);
});

test('two computers of one id are found out, and nothing is published', async (t) => {
  const twice = withRows('ilmt_servers', (rows) => [...rows, ...rows.slice(0, 1)]);
  const error = await t.throwsAsync(fromDb2(t, 'hosts', twice));
  t.regex(`${error?.message}`, /key id/);
});
