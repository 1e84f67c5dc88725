import test from 'ava';
import { CommanderError } from 'commander';
import { failureOf, showFailure } from '../../../core/cli/exit.ts';
import { configError, SourceError, StorageError, UploadError } from '../../../core/errors/errors.ts';

const failures: readonly (readonly [string, unknown, number, string])[] = [
  ['a fault of configuration', configError('mapping/syntax', 'x'), 2, 'mapping/syntax'],
  ['a fault of the source', new SourceError('source/not-found', 'x'), 3, 'source/not-found'],
  ['a fault of the upload', new UploadError('spool/busy', 'x'), 4, 'spool/busy'],
  ['a fault of the queue', new StorageError('spool/full', 'x'), 6, 'spool/full'],
  ['a ledger that does not close', new StorageError('spool/open-ledger', 'x'), 70, 'spool/open-ledger'],
  ['anything else', new TypeError('x is not a function'), 70, 'cli/bug'],
  ['something that is no error', 'thrown text', 70, 'cli/bug'],
];

for (const [what, error, exitCode, code] of failures) {
  test(`${what} ends with ${exitCode}`, (t) => {
    const failure = failureOf(error, false);
    t.is(failure.exitCode, exitCode);
    t.deepEqual(
      failure.faults.map((fault) => fault.code),
      [code],
    );
  });
}

test('a fault says whether the same call may go well later', (t) => {
  for (const retryable of [true, false])
    t.is(failureOf(new SourceError('source/changed', 'x', { retryable }), false).retryable, retryable);
});

test('after an interrupt nothing else is said, whatever was thrown', (t) => {
  const failure = failureOf(new TypeError('x'), true);
  t.is(failure.exitCode, 130);
  t.deepEqual(
    failure.faults.map(({ code }) => code),
    ['cli/interrupted'],
  );
});

test('help is no failure, a call that is not understood is one of configuration', (t) => {
  t.deepEqual(failureOf(new CommanderError(0, 'commander.help', ''), false), { exitCode: 0, faults: [] });
  const unknown = new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'");
  const faults = [{ code: 'cli/usage', message: "unknown option '--x'" }] as const;
  t.deepEqual(failureOf(unknown, false), { exitCode: 2, faults, told: true });
});

test('the stack of a bug is shown to who asks for it', (t) => {
  const failure = failureOf(new TypeError('x is not a function'), false);
  t.notRegex(showFailure(failure, false), /exit\.test/);
  t.regex(showFailure(failure, true), /exit\.test/);
});
