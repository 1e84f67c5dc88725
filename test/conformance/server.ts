import { SourceError } from '../../core/errors/errors.ts';
import { type Promised, unprintable, withLarge } from './promise.ts';
import { batchesOf, withSource } from './reading.ts';

/** What adapters of servers promise besides. */
export const serverPromises: readonly Promised[] = [
  {
    title: 'says that a server which can not be reached may be there later',
    async run(t, adapter, { missing }) {
      const error = await t.throwsAsync(
        withSource(adapter, missing?.options ?? {}, async () => {}),
        { instanceOf: SourceError },
      );
      t.true(error?.retryable);
    },
  },
  {
    title: 'says that a login which was refused stays so, and repeats no password',
    applies: (_adapter, { login }) => login !== undefined,
    async run(t, adapter, { login = {} }) {
      const error = await t.throwsAsync(
        withSource(adapter, login, async () => {}),
        { instanceOf: SourceError },
      );
      t.is(error?.faults[0].code, 'sql/login');
      t.false(error?.retryable);
    },
  },
  {
    title: 'says what it is, for people',
    async run(t, adapter, { options }) {
      const facts = await withSource(adapter, options, async (source) => source.about?.() ?? []);
      for (const wanted of ['server', 'login', 'driver'])
        t.true(
          facts.some(({ name }) => name === wanted),
          wanted,
        );
      t.deepEqual(unprintable(facts.map(({ value }) => value)), []);
    },
  },
  {
    title: 'can be read again after a reader has stopped',
    async run(t, adapter, fixture) {
      await withLarge(adapter, fixture, async (source, dataset) => {
        for (let time = 0; time < 3; time++) for await (const _batch of batchesOf(source, dataset)) break;
        let rows = 0;
        for await (const batch of batchesOf(source, dataset)) rows += batch.rows;
        t.true(rows >= 20_000);
      });
    },
  },
];
