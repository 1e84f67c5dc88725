import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './install.ts';
import { type Measured, measureAll, type Run, runOnce, type Sample } from './measure.ts';

/** What the parts of the bench need: inputs, the installed product, its contenders, and the clock. */
export interface Workplace {
  /** How many rows stand for a million. */
  readonly rows: number;
  /** The path of an input; it is written when it is first asked for. */
  readonly input: (kind: InputKind, rows: number) => string;
  /** Where an output may be written. */
  readonly output: (name: string) => string;
  /** Tributary with these words. It gives no file. */
  readonly tributary: (label: string, words: readonly string[]) => Run;
  /** Tributary makes a sealed package of an input, with all checks. */
  readonly importing: (work: Importing) => Run;
  /** The same of a source that a source file names, in one thread. */
  readonly importingFrom: (work: ImportingFrom) => Run;
  readonly say: (sentence: string) => void;
  /** A program of `contenders`. `rows`: as many as it has to see, if it says how many it saw. */
  readonly contender: (label: string, name: string, args: readonly string[], rows?: number) => Run;
  readonly measure: (all: readonly Run[]) => readonly (Measured | undefined)[];
  /** One run, with more options of Node. */
  readonly once: (run: Run, options: readonly string[]) => Sample;
}

export interface Importing {
  readonly mapping: 'csv' | 'ndjson' | 'books' | 'sql';
  readonly input: string;
  readonly rows: number;
  readonly workers?: 1 | 2;
  readonly compression?: 'gzip' | 'zstd';
}

export interface ImportingFrom {
  /** The path of the mapping. */
  readonly mapping: string;
  readonly source: string;
  readonly rows: number;
}

const root = join(import.meta.dirname, '..');

/** The mapping of this name. */
export function mappingPath(name: Importing['mapping']): string {
  return join(root, 'bench', 'mappings', `${name}.yaml`);
}

type InputKind = 'plain.csv' | 'quoted.csv' | 'ndjson' | 'xlsx' | 'xls' | 'ods';

export interface Settings {
  readonly rows: number;
  readonly runs: number;
  /** A program that is installed already. */
  readonly program?: string | undefined;
  readonly say: (sentence: string) => void;
}

/** Does the work in a folder of its own, which is gone afterwards. */
export function withWorkplace<T>(settings: Settings, work: (place: Workplace) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  try {
    return work(workplace(folder, settings));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function workplace(folder: string, { rows, runs, program, say }: Settings): Workplace {
  const [inputs, outputs, installed] = ['inputs', 'outputs', 'installed'].map((name) => join(folder, name));
  for (const each of [inputs, outputs]) mkdirSync(each);
  const bin = program ?? install(root, installed);
  const tributary: Workplace['tributary'] = (label, words) => ({ label, ...start(bin, words) });
  return {
    rows,
    input: (kind, count) => {
      const path = join(inputs, `${count}-${kind.includes('.') ? kind : `rows.${kind}`}`);
      if (existsSync(path)) return path;
      say(`Writing ${count.toLocaleString('en')} rows of ${kind}.`);
      generate(kind, count, path);
      return path;
    },
    output: (name) => join(outputs, name),
    tributary,
    importing: ({ mapping, input, rows: expected, workers = 2, compression = 'gzip' }) => {
      const spool = join(outputs, 'spool');
      const set = ['--set', `source.path=${input}`, '--spool', spool, '--json'];
      return {
        ...tributary(`Tributary, ${mapping}`, [
          ...['run', mappingPath(mapping), ...set],
          ...['--workers', String(workers), '--compression', compression],
        ]),
        did: (printed) => sealed(printed, expected),
        clean: () => rmSync(spool, { recursive: true }),
      };
    },
    importingFrom: ({ mapping, source, rows: expected }) => {
      const spool = join(outputs, 'spool');
      return {
        ...tributary('Tributary', ['run', mapping, '--source', source, '--spool', spool, '--json']),
        did: (printed) => sealed(printed, expected),
        clean: () => rmSync(spool, { recursive: true }),
      };
    },
    say,
    contender: (label, name, args, expected) => ({
      label,
      command: process.execPath,
      args: [join(root, 'bench', 'contenders', `${name}.js`), ...args],
      missing: missing(name),
      ...(expected === undefined ? {} : { did: (printed) => seen(printed, expected, label) }),
    }),
    measure: (all) => measureAll(all, { runs, folder }),
    once: (run, options) => runOnce(run, folder, false, options),
  };
}

function generate(kind: InputKind, rows: number, path: string): void {
  const script = join(root, 'bench', 'generate', 'generate.ts');
  const args = ['--disable-warning=ExperimentalWarning', script, kind, String(rows), path];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 600_000 });
  if (status !== 0) throw new Error(`${kind} could not be written:\n${stderr}`);
}

/** The first line of the program says how Node is started; Windows does not read it. */
function start(bin: string, words: readonly string[]): Pick<Run, 'command' | 'args'> {
  if (process.platform !== 'win32') return { command: bin, args: words };
  const options = ['--max-semi-space-size=8', '--disable-warning=ExperimentalWarning'];
  return { command: process.execPath, args: [...options, bin, ...words] };
}

/** Why a contender can't run here. */
function missing(name: string): string | undefined {
  if (name !== 'xlsx-to-csv') return undefined;
  if (process.arch !== 'x64' && process.platform !== 'darwin') return `it has no program for ${process.arch}`;
  try {
    createRequire(import.meta.url).resolve(name);
    return undefined;
  } catch {
    return `npm install --no-save ${name} brings it`;
  }
}

/** A package that is sealed, with every row in it and not one issue: anything else would be other work. */
function sealed(printed: string, rows: number): { readonly bytes: number } {
  const result: {
    readonly status: string;
    readonly ledger: { readonly mapped: number };
    readonly issues: { readonly total: number };
    readonly package: { readonly bytes: number };
  } = JSON.parse(printed);
  const { status, ledger, issues } = result;
  if (status !== 'sealed' || ledger.mapped !== rows || issues.total !== 0) {
    throw new Error(`Expected ${rows} rows sealed, got ${ledger.mapped} ${status} with ${issues.total} issues.`);
  }
  return { bytes: result.package.bytes };
}

function seen(printed: string, expected: number, label: string): { readonly bytes?: number } {
  const answer: { readonly rows: number; readonly bytes?: number } = JSON.parse(printed);
  if (answer.rows !== expected) throw new Error(`${label}: expected ${expected} rows, got ${answer.rows}.`);
  return answer;
}
