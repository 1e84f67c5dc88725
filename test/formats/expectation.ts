import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The fixtures of this folder: an input of a certain fault, and beside it NAME.EXT.expect with what must come out of it.
 * docs/formats.md is written from them.
 */
export interface Expectation {
  /** From this folder: `csv/semicolon.csv.expect`, and the input that it is about. */
  readonly path: string;
  readonly input: string;
  /** What is odd about the file; what wrote it; how it is read: for people. */
  readonly fault: string;
  readonly by: string;
  readonly read: string;
  /** Settings of the source, as they are typed: `cells=displayed`. */
  readonly set: readonly string[];
  readonly sheet?: string;
  /** Standard output of `tributary rows`, and its standard error, line by line. */
  readonly output: string;
  readonly said: readonly string[];
}

export const areas = ['csv', 'excel', 'json', 'numbers'] as const;

const folder = import.meta.dirname;

/** All expectations, by area and name. @throws if one says too little, or has no input. */
export function expectations(): readonly Expectation[] {
  return areas.flatMap((area) => {
    const names = filesOf(area);
    return names.filter(isExpectation).map((name) => parse(`${area}/${name}`, inputOf(name, names)));
  });
}

/** Inputs that nothing is expected of. The scripts that made inputs are none. */
export function orphans(): readonly string[] {
  return areas.flatMap((area) => {
    const names = filesOf(area);
    const expected = new Set(names.filter(isExpectation).map((name) => inputOf(name, names)));
    const inputs = names.filter((name) => !isExpectation(name) && !/\.(py|ts|js|mjs|sh|pl|java)$/.test(name));
    return inputs.filter((name) => !expected.has(name)).map((name) => `${area}/${name}`);
  });
}

export function pathOf(name: string): string {
  return join(folder, name);
}

function filesOf(area: string): readonly string[] {
  return readdirSync(join(folder, area))
    .filter((name) => !name.startsWith('.'))
    .sort();
}

function isExpectation(name: string): boolean {
  return name.endsWith('.expect');
}

/** `a.csv` of `a.csv.expect`, and of further ones: `a.csv.2.expect`, `a.csv.displayed.expect`. */
function inputOf(name: string, names: readonly string[]): string {
  const whole = name.slice(0, -'.expect'.length);
  const input = [whole, whole.replace(/\.[^.]*$/, '')].find((each) => names.includes(each));
  if (input === undefined) throw new Error(`test/formats: ${name} is about a file that is not there.`);
  return input;
}

function parse(path: string, input: string): Expectation {
  const text = readFileSync(pathOf(path), 'utf8');
  const first = /^---\n/m.exec(text);
  const last = text.lastIndexOf('\n---\n');
  if (first === null || last < first.index + first[0].length - 1)
    throw new Error(`test/formats/${path}: expected three parts with lines of --- between them.`);
  const head = readHead(path, text.slice(0, first.index));
  const said = text.slice(last + 5).split('\n');
  const output = text.slice(first.index + first[0].length, last + 1);
  return { path, input: `${path.split('/')[0]}/${input}`, ...head, output, said: saidLines(said) };
}

/** Blank lines and indents are for the eye. */
export function saidLines(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

function readHead(path: string, text: string): Pick<Expectation, 'fault' | 'by' | 'read' | 'set' | 'sheet'> {
  const lines = text.split('\n').filter((line) => line !== '');
  const pairs = lines.map((line) => {
    const [, name, value] = /^(fault|by|read|set|sheet): (.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`test/formats/${path}: expected "fault:", "by:", "read:", "set:" or "sheet:", got "${line}".`);
    return [name, value] as const;
  });
  const all = (wanted: string) => pairs.filter(([name]) => name === wanted).map(([, value]) => value);
  const one = (wanted: string) => {
    const [value] = all(wanted);
    if (value === undefined) throw new Error(`test/formats/${path}: it does not say "${wanted}: …".`);
    return value;
  };
  const [sheet] = all('sheet');
  return {
    fault: one('fault'),
    by: one('by'),
    read: one('read'),
    set: all('set'),
    ...(sheet === undefined ? {} : { sheet }),
  };
}
