import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Cell } from '../../../core/adapter/batch.ts';
import { SourceError } from '../../../core/errors/errors.ts';
import { parseMapping } from '../../../core/mapping/load.ts';
import { type DatasetsImportOptions, importDatasets, type Member } from '../../../core/run/run-import.ts';
import adapter, { type Rows } from '../../support/rows-adapter.ts';
import { type Bench, bench, type Imported, readBack } from './importing.ts';

/** Imports of several mappings from one source, in a spool of their own. */

export interface SiteRows {
  /** By dataset: its columns in one text, and its rows. */
  readonly [dataset: string]: SiteDataset;
}

export interface SiteDataset extends Omit<Partial<Rows>, 'columns' | 'parts'> {
  readonly columns: string;
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows a part has. */
  readonly part?: number;
}

export interface SiteBench extends Bench {
  readonly at: (name: string) => string;
  readonly run: (
    mappings: readonly string[],
    site: SiteRows,
    options?: Partial<DatasetsImportOptions> & {
      /** The kind of the source. */
      readonly of?: string;
      readonly partial?: (member: Member) => boolean;
    },
  ) => Promise<Imported>;
}

/** Mappings of one site, in no order, and what the site has. */
export const computers = `
mapping: site/computers
source: { adapter: rows, dataset: computers }
scope: All devices.
completeness: { Computer: everything }
records:
  - entity: Computer
    when: Obsolete != 1
    key: Id
    fields: { name: Name }
limits: { shrink: 20% }
`;

export const disks = `
mapping: site/disks
source: { adapter: rows, dataset: disks }
scope: All devices.
completeness: { Disk: everything, Computer: additions }
records:
  - entity: Disk
    fields: { computer: Id, device: Device }
  - entity: Computer
    mode: lookup
    onReject: record
    key: Id
limits: { rejects: 50% }
`;

export const uses = `
mapping: site/a-uses
source: { adapter: rows, dataset: uses }
scope: All devices.
completeness: { ComputerUser: everything, User: additions, Computer: additions }
records:
  - entity: ComputerUser
    fields: { computer: Id, user: User, relation: '"console"' }
  - entity: User
    onReject: record
    key: User
    fields: { account: User, displayName: Shown }
  - entity: Computer
    mode: lookup
    onReject: record
    key: Id
`;

export const users = `
mapping: site/users
source: { adapter: rows, dataset: users }
scope: All users.
completeness: { User: everything }
records:
  - entity: User
    key: Account
    fields: { account: Account, displayName: Shown, email: Mail }
`;

export const all = [disks, uses, users, computers];

export const site: SiteRows = {
  computers: {
    columns: 'Id Name Obsolete',
    rows: [
      ['1', 'PC-1', null],
      ['2', 'PC-2', '1'],
      ['3', 'PC-3', null],
    ],
  },
  disks: {
    columns: 'Id Device',
    rows: [
      ['1', 'C:'],
      ['2', 'C:'],
      ['3', 'C:'],
      ['3', 'D:'],
    ],
  },
  uses: {
    columns: 'Id User Shown',
    rows: [
      ['1', 'jdoe', 'J. Doe (console)'],
      ['3', 'local', 'Local'],
    ],
  },
  users: { columns: 'Account Shown Mail', rows: [['jdoe', 'Jane Doe', 'jane@example.org']] },
};

export const without = (name: string): SiteRows =>
  Object.fromEntries(Object.entries(site).filter(([each]) => each !== name));

/** The datasets that mappings name and the site does not have are absent. */
export function siteBench(t: ExecutionContext): SiteBench {
  const base = bench(t);
  let count = 0;
  return {
    ...base,
    at: (name) => join(base.folder, name),
    run: async (texts, site, { of: kind, partial = () => false, ...options } = {}) => {
      const directory = join(base.folder, `site-${count++}`);
      mkdirSync(directory);
      const mappings = texts.map((text, index) => parseMapping(text, `${index}.yaml`));
      const wanted = mappings.map(({ source }) => source.dataset ?? '');
      const missing = wanted.filter((name) => !(name in site));
      const datasets = Object.fromEntries(Object.entries(site).map(([name, rows]) => [name, rowsOf(rows)]));
      writeFileSync(join(directory, 'site.json'), JSON.stringify({ datasets, absent: missing, kind }));
      const signal = new AbortController().signal;
      const source = await adapter.open({ path: join(directory, 'site.json') }, { signal });
      try {
        const found = await source.discover();
        const members = mappings.flatMap((mapping) => {
          const dataset = found.find(({ name }) => name === mapping.source.dataset);
          const member = dataset && { mapping, dataset };
          return member === undefined ? [] : [{ ...member, partial: partial(member) }];
        });
        const absent = mappings
          .filter(({ source: { dataset } }) => missing.includes(dataset ?? ''))
          .map((mapping) => ({ mapping, dataset: mapping.source.dataset ?? '', reason: 'There is no such view.' }));
        const input = { adapter, options: { path: 'site.json' }, directory, source, datasets: found };
        const settings = { spool: base.spool, signal, kind: 'run', workers: 1, compression: 'gzip' } as const;
        return await readBack(await importDatasets({ input, members, absent, name: 'site', ...settings, ...options }));
      } finally {
        await source.close();
      }
    },
  };
}

function rowsOf({ columns, rows, part = rows.length, ...rest }: SiteDataset): Rows {
  const parts = Array.from({ length: Math.ceil(rows.length / Math.max(1, part)) }, (_, at) =>
    rows.slice(at * part, (at + 1) * part),
  );
  return { ...rest, columns: columns.split(' ').map((name) => ({ name, type: 'text' })), parts };
}

export function faultOf(error: unknown): string {
  return error instanceof SourceError ? error.faults[0].message : String(error);
}
