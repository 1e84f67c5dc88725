import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { ConfigError } from '../../../core/errors/errors.ts';
import type { PackageState } from '../../../core/spool/entry.ts';
import { openSpool, type Spool } from '../../../core/spool/spool.ts';
import { bookmarkAt, held, key } from './sample-run.ts';

/** The spool against a model of a few lines, over any order of what people and runs do. */

const root = mkdtempSync(join(tmpdir(), 'tributary-spool-model-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));

type Action =
  | { readonly do: 'seal'; readonly mapping: 'a' | 'b'; readonly isHeld: boolean; readonly full: boolean }
  | { readonly do: 'release' | 'drop'; readonly which: number }
  | { readonly do: 'reopen' };

interface Known {
  readonly id: string;
  readonly mapping: string;
  readonly sequence: number;
  readonly full: boolean;
  state: PackageState;
}

interface Model {
  packages: Known[];
  readonly last: Map<string, number>;
  /** By mapping: the package that moved it, and whether its value was cleared since. */
  readonly bookmarks: Map<string, { readonly sequence: number; readonly value: number | null }>;
}

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    do: fc.constant('seal' as const),
    mapping: fc.constantFrom('a' as const, 'b' as const),
    isHeld: fc.boolean(),
    full: fc.boolean(),
  }),
  fc.record({ do: fc.constantFrom('release' as const, 'drop' as const), which: fc.nat(7) }),
  fc.record({ do: fc.constant('reopen' as const) }),
);

test('whatever is done, in any order, the spool knows what the model knows', async (t) => {
  let lives = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 4, maxLength: 14 }), async (life) => {
      const directory = join(root, String(lives++));
      const model: Model = { packages: [], last: new Map(), bookmarks: new Map() };
      let spool = openSpool(directory);
      try {
        for (const action of life) {
          if (action.do === 'reopen') {
            spool.close();
            spool = openSpool(directory);
          } else if (action.do === 'seal') seal(spool, model, action);
          else judge(spool, model, action);
          await compare(t.deepEqual, spool, model);
        }
      } finally {
        spool.close();
      }
    }),
    { numRuns: 15 },
  );
});

function seal(spool: Spool, model: Model, { mapping, isHeld, full }: Extract<Action, { do: 'seal' }>): void {
  const run = spool.beginRun({ ...key, mapping });
  const sequence = (model.last.get(mapping) ?? 0) + 1;
  const bytes = Buffer.from(`${mapping}${sequence}`);
  const rows = { read: 0, mapped: 0, filtered: {}, rejected: {}, merged: {} };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(run.folder, 'package.zip'), bytes);
  const { id, state } = run.seal({
    written: { bytes: bytes.length, sha256, contentDigest: sha256 },
    file: 'package.zip',
    reasons: isHeld ? held : [],
    mapping: { name: mapping, digest: 'x' },
    source: { ...key.source, adapter: 'csv', id: 'x' },
    datasets: [{ mapping, digest: 'x', dataset: 'rows', absent: false, incomplete: [], rows, columns: [] }],
    entities: [],
    rows,
    issues: {},
    read: { from: '', to: '' },
    full,
    context: null,
    bookmarks: [bookmarkAt(String(sequence))],
  });
  for (const each of model.packages) {
    if (full && each.mapping === mapping && each.state === 'held') each.state = 'superseded';
  }
  model.packages.push({ id, mapping, sequence, full, state });
  model.last.set(mapping, sequence);
  if (!isHeld) model.bookmarks.set(mapping, { sequence, value: sequence });
}

function judge(spool: Spool, model: Model, { do: what, which }: Extract<Action, { do: 'release' | 'drop' }>): void {
  if (model.packages.length === 0) return;
  const target = model.packages[which % model.packages.length];
  const allowed = what === 'drop' || target.state === 'held';
  try {
    spool[what](target.id);
    if (!allowed) throw new Error(`${what} of a package that is ${target.state} went through`);
  } catch (error) {
    if (!(error instanceof ConfigError) || allowed) throw error;
    return;
  }
  if (what === 'drop') {
    model.packages = model.packages.filter((each) => each !== target);
    const { mapping, sequence } = target;
    const bookmark = model.bookmarks.get(mapping);
    const later = model.packages.some(
      (each) => each.mapping === mapping && each.full && each.state === 'ready' && each.sequence > sequence,
    );
    // Its rows are to be read again, unless a later package of everything has them.
    if (
      target.state === 'ready' &&
      !later &&
      bookmark !== undefined &&
      bookmark.value !== null &&
      bookmark.sequence >= sequence
    )
      model.bookmarks.set(mapping, { sequence: model.last.get(mapping) ?? 0, value: null });
  } else {
    target.state = 'ready';
    const { mapping, sequence } = target;
    if (sequence > (model.bookmarks.get(mapping)?.sequence ?? 0))
      model.bookmarks.set(mapping, { sequence, value: sequence });
  }
}

async function compare(equal: (found: unknown, expected: unknown) => void, spool: Spool, model: Model): Promise<void> {
  const found = [...spool.list()].map(({ id, mapping, sequence, state }) => [id, mapping.name, sequence, state]);
  equal(
    found,
    model.packages.map(({ id, mapping, sequence, state }) => [id, mapping, sequence, state]),
  );
  for (const mapping of ['a', 'b']) {
    const known = model.bookmarks.get(mapping);
    equal(spool.bookmark({ ...key, mapping }, 'rows')?.value, known && (known.value?.toString() ?? null));
    const accepted = model.packages.filter((each) => each.mapping === mapping && each.full && each.state === 'ready');
    equal(spool.lastAccepted({ mapping, full: true })?.id, accepted.at(-1)?.id);
  }
  for await (const fault of spool.check()) throw new Error(fault.message);
}
