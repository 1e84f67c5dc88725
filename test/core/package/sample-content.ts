import { join } from 'node:path';
import { defineEntity, field } from '../../../core/model/define.ts';
import type { PackageContent } from '../../../core/package/content.ts';
import { BlockWriter, type Compression } from '../../../core/run/blocks.ts';
import type { PlacedBlock } from '../../../core/run/part-result.ts';

/** Contents of packages for tests: two entities, an issue and a present key, in block files below a folder. */

const computer = defineEntity({
  name: 'Computer',
  summary: 'A machine.',
  group: 'inventory',
  key: ['key'],
  fields: {
    key: field.id('The id.'),
    name: field.natural(256, 'The name.'),
    memoryBytes: field.integer('Memory.'),
  },
});

const user = defineEntity({
  name: 'User',
  summary: 'A person.',
  group: 'inventory',
  key: ['key'],
  fields: { key: field.id('The id.') },
});

export interface SampleOptions {
  readonly compression?: Compression;
  /** Lines of Computer, one list for each block file. */
  readonly computers?: readonly (readonly string[])[];
  readonly users?: readonly string[];
  readonly mapping?: string;
  readonly filtered?: Readonly<Record<string, number>>;
}

export function sampleContent(folder: string, options: SampleOptions = {}): PackageContent {
  const { compression = 'gzip', computers = [defaultComputers], users = [], mapping = 'test/computers' } = options;
  const blocks = (name: string, lines: readonly string[]) => blockFile(join(folder, name), lines, compression);
  const written = computers.flat().length;
  const filtered = { ...(options.filtered ?? { 'Computer: Obsolete != 1': 1 }) };
  const read = written + Object.values(filtered).reduce((sum, each) => sum + each, 0) + 1;
  const rows = { read, mapped: written, filtered, rejected: { 'row/required': 1 }, merged: {} };
  return {
    mapping: { name: mapping, digest: 'a'.repeat(64) },
    source: { adapter: 'csv', kind: 'file', name: 'hosts.csv', id: `sha256:${'b'.repeat(64)}` },
    datasets: [
      {
        mapping,
        digest: 'a'.repeat(64),
        text: `mapping: ${mapping}\n# 100 % sure\n`,
        dataset: 'rows',
        rows,
        columns: ['key', 'name', 'Remark'],
        unusedColumns: ['Remark'],
        decisions: ['Dates are day first: 27 values above 12 in first place.'],
      },
    ],
    compression,
    entities: [
      {
        entity: computer,
        completeness: 'everything',
        scope: 'all clients',
        notCollected: ['memoryBytes'],
        fields: ['key', 'name'],
        custom: {},
        match: [],
        update: { name: 'keepIfBlank' },
        ledger: { made: written + 1, written, merged: 0, rejected: 1, filtered: 0 },
        blocks: computers.flatMap((lines, index) => blocks(`computers-${index}`, lines)),
      },
      {
        entity: user,
        completeness: 'additions',
        scope: '',
        notCollected: [],
        fields: ['key'],
        custom: {},
        match: [],
        update: {},
        ledger: { made: users.length, written: users.length, merged: 0, rejected: 0, filtered: 0 },
        blocks: blocks('users', users),
      },
    ],
    rows,
    issues: { blocks: blocks('issues', [issue]), counts: { 'row/required': 1 } },
    present: { blocks: blocks('present', ['{"entity":"Computer","key":{"key":"9"}}']), count: 1 },
    consistency: 'file',
  };
}

export const defaultComputers = [
  '{"key":"00123","name":"PC-1","memoryBytes":9007199254740993}',
  '{"key":"2","name":"Müller 😀","custom":{"__proto__":"x","constructor":"y"}}',
];

const issue = JSON.stringify({
  origin: 'hosts.csv:9',
  entity: 'Computer',
  field: 'name',
  code: 'row/required',
  expected: 'a value',
  found: '',
  outcome: 'rowRejected',
});

function blockFile(path: string, lines: readonly string[], compression: Compression): PlacedBlock[] {
  const writer = new BlockWriter(path, path, compression);
  for (const line of lines) writer.line(line);
  return writer.finish().blocks.map((block) => ({ ...block, path }));
}
