import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Secret } from './option.ts';

/** Where values come from that stand in no file of ours. */
export const secretReferences = 'env:NAME, file:PATH or credential:NAME';

/** The shape of a reference, as JSON Schema writes it. */
export const secretPattern = '^(env|file|credential):.+';

/**
 * The value that a reference stands for: a variable of the environment, the content of a file, or a credential that systemd gives this
 * program. What is wrong is said without the reference, which may be the secret itself.
 */
export function readSecret(reference: string, directory: string): Secret | { readonly problem: string } {
  const [, kind, target] = /^(env|file|credential):(.+)$/.exec(reference) ?? [];
  if (kind === undefined || target === undefined)
    return { problem: `expected a reference, ${secretReferences}, not the secret itself` };
  if (kind === 'env') {
    const value = process.env[target];
    return value === undefined ? { problem: `the environment has no variable ${target}` } : new Secret(value);
  }
  if (kind === 'file') return readFile(resolve(directory, target), target);
  return readCredential(target);
}

/** `$CREDENTIALS_DIRECTORY/NAME`, which systemd fills for a unit, and nobody else can read. */
function readCredential(name: string): Secret | { readonly problem: string } {
  if (!/^[\p{L}\p{N}_@-][\p{L}\p{N}_.@-]{0,254}$/u.test(name))
    return { problem: 'expected a name of letters, digits, points, dashes and underscores behind credential:' };
  const folder = process.env.CREDENTIALS_DIRECTORY;
  if (folder !== undefined && folder !== '')
    return readFile(
      join(folder, name),
      `the credential ${name}`,
      `LoadCredential=${name}:PATH in the unit passes it on`,
    );
  if (process.platform !== 'linux')
    return {
      problem:
        'credential: is for services of systemd. Use file:PATH here, with a file that only this account can read',
    };
  return {
    problem: `systemd has passed no credentials to this program. It does so with LoadCredential=${name}:PATH in the unit of a service; elsewhere use file:PATH or env:NAME`,
  };
}

function readFile(path: string, what: string, hint?: string): Secret | { readonly problem: string } {
  try {
    return new Secret(readFileSync(path, 'utf8').trimEnd());
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : 'unknown cause';
    return { problem: `${what} can not be read (${code})${hint === undefined ? '' : `. ${hint}`}` };
  }
}
