import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Secret } from '../../../core/options/option.ts';
import { readSecret } from '../../../core/options/secret.ts';

/** References, as a service of systemd and other programs have them. The tests change the environment, and so run in turn. */

const folder = mkdtempSync(join(tmpdir(), 'tributary-secret-'));
test.after.always(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'credentials'));
writeFileSync(join(folder, 'credentials/sccm-emea'), 'hunter2\n');
writeFileSync(join(folder, 'outside'), 'not for you');

function inService(t: ExecutionContext, directory: string | undefined = join(folder, 'credentials')): void {
  const before = process.env.CREDENTIALS_DIRECTORY;
  const set = (value: string | undefined) => {
    if (value === undefined) delete process.env.CREDENTIALS_DIRECTORY;
    else process.env.CREDENTIALS_DIRECTORY = value;
  };
  set(directory);
  t.teardown(() => set(before));
}

function problemOf(reference: string): string {
  const read = readSecret(reference, folder);
  return read instanceof Secret ? `read: ${read.reveal()}` : read.problem;
}

test.serial('a credential is the file that systemd has put there', (t) => {
  inService(t);
  const read = readSecret('credential:sccm-emea', folder);
  t.is(read instanceof Secret ? read.reveal() : read.problem, 'hunter2');
});

test.serial('a credential that the unit does not pass on says how it would', (t) => {
  inService(t);
  t.is(
    problemOf('credential:sccm-apac'),
    'the credential sccm-apac can not be read (ENOENT). LoadCredential=sccm-apac:PATH in the unit passes it on',
  );
});

for (const name of ['../outside', '..', '.', '/etc/hostname', 'a/b', 'a\nb', '.hidden'])
  test.serial(`a credential ${JSON.stringify(name)} is no way out of the folder`, (t) => {
    inService(t);
    t.regex(problemOf(`credential:${name}`), /expected a (name of letters|reference)/);
  });

test.serial('outside of a service the message says what to use', (t) => {
  inService(t, '');
  t.regex(problemOf('credential:sccm-emea'), /use file:PATH/i);
});

for (const reference of ['hunter2', 'credential:', 'Credential:x', 'vault:hunter2'])
  test(`${reference} is no reference, and is not repeated`, (t) => {
    const problem = problemOf(reference);
    t.is(problem, 'expected a reference, env:NAME, file:PATH or credential:NAME, not the secret itself');
  });
