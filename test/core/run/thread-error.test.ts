import test from 'ava';
import { ConfigError, configError, SourceError, StorageError } from '../../../core/errors/errors.ts';
import { fromThreadError, toThreadError } from '../../../core/run/thread-error.ts';

/** An error comes out of a thread as the one that went in: its class says what the runner does. */
const place = { file: 'hosts.csv', line: 3, column: 2 };

const errors = [
  configError('mapping/syntax', 'Wrong.', { place }),
  new SourceError('source/read-failed', 'Not read.', { place, retryable: true }),
  new SourceError('source/damaged', 'Damaged.'),
  new StorageError('spool/full', 'Full.', { retryable: true }),
];

for (const error of errors) {
  test(`${error.name} with ${error.faults[0].code} keeps class, faults and whether trying again helps`, (t) => {
    const back = fromThreadError(structuredClone(toThreadError(error)));
    t.is(back.constructor, error.constructor);
    t.is(back.message, error.message);
    t.like(
      back,
      error instanceof ConfigError ? { faults: error.faults } : { faults: error.faults, retryable: error.retryable },
    );
  });
}

test('a bug keeps its message and its stack; what is no error, its text', (t) => {
  const bug = new TypeError('x is not a function');
  const back = fromThreadError(structuredClone(toThreadError(bug)));
  t.is(back.message, bug.message);
  t.is(back.stack, bug.stack);
  t.is(fromThreadError(toThreadError('a text')).message, 'a text');
});
