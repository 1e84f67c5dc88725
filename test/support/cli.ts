import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command line as a user calls it: a process of its own. */

export interface Called {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const program = fileURLToPath(new URL('../../bin/tributary.js', import.meta.url));

export interface CallOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  /** Undefined: taken out of those of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sent when standard error has said something that matches. */
  readonly interruptAt?: RegExp;
  /** It is interrupted when that has come. */
  readonly interruptOn?: Promise<unknown>;
}

export function tributary(
  args: readonly string[],
  { cwd, input, env, interruptAt, interruptOn }: CallOptions = {},
): Promise<Called> {
  const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env }, timeout: 100_000 });
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  void interruptOn?.then(() => child.kill('SIGINT'));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (interrupted || !interruptAt?.test(stderr)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  // A program that ends without reading its input is no fault of the test.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** A folder of its own for a test; removed by `remove`. */
export function temporaryFolder(): {
  readonly path: string;
  readonly remove: () => void;
  readonly at: (name: string) => string;
} {
  const path = mkdtempSync(join(tmpdir(), 'tributary-cli-'));
  return { path, at: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}
