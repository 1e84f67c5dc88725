import { resolve } from 'node:path';
import { ConfigError, type Fault, fault, type Place } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { NameElsewhere, Option, OptionSpec, OptionValues, Secret } from './option.ts';
import { readSecret } from './secret.ts';

/** Where option values come from: the folder that relative paths start at, and the place to name in a fault. */
export interface OptionContext {
  readonly directory: string;
  /** The place of one option, or of all of them if no name is given. */
  readonly place?: (name?: string) => Place;
}

/**
 * Checks values against their declaration and fills in the defaults.
 * @throws ConfigError with all faults at once.
 */
export function parseOptions<Spec extends OptionSpec>(
  spec: Spec,
  values: Readonly<Record<string, unknown>>,
  context: OptionContext,
): OptionValues<Spec> {
  const { parsed, faults } = checkOptions(spec, values, context);
  if (faults.length > 0) throw new ConfigError(faults);
  return parsed;
}

/** The same without throwing: what could be parsed, and every fault. */
export function checkOptions<Spec extends OptionSpec>(
  spec: Spec,
  values: Readonly<Record<string, unknown>>,
  context: OptionContext,
): { parsed: OptionValues<Spec>; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const report = (
    code: 'option/unknown' | 'option/missing' | 'option/wrong-value' | 'option/secret',
    name: string,
    message: string,
  ): undefined => {
    const place = context.place?.(name);
    faults.push(fault(code, message, place === undefined ? {} : { place }));
  };
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(spec, name))
      report('option/unknown', name, `There is no option "${name}".${didYouMean(name, Object.keys(spec))}`);
  }
  const parsed = Object.fromEntries(
    Object.entries(spec).map(([name, declared]) => {
      const given = Object.hasOwn(values, name) ? values[name] : undefined;
      if (given === undefined || given === null) return [name, defaultOf(declared)];
      return [name, parseValue(name, declared, given, context, report)];
    }),
  );
  // The loop above gives every declared name its declared kind of value.
  return { parsed: parsed as OptionValues<Spec>, faults };
}

type Report = (code: 'option/wrong-value' | 'option/secret', name: string, message: string) => undefined;

function defaultOf(declared: Option): unknown {
  if (declared.kind === 'perColumn') return { all: declared.default, columns: new Map() };
  if (declared.kind === 'names') return new Map();
  return 'default' in declared ? declared.default : undefined;
}

function parseValue(name: string, declared: Option, given: unknown, context: OptionContext, report: Report): unknown {
  const expected = (what: string) =>
    report('option/wrong-value', name, `${name}: expected ${what}, got ${JSON.stringify(given)}.`);
  switch (declared.kind) {
    case 'text':
      if (typeof given !== 'string' && typeof given !== 'number') return expected('a text');
      return declared.path ? resolve(context.directory, String(given)) : String(given);
    case 'integer': {
      const number = typeof given === 'string' && /^-?\d{1,15}$/.test(given) ? Number(given) : given;
      const range = `a whole number from ${declared.minimum} to ${declared.maximum}`;
      if (typeof number !== 'number' || !Number.isInteger(number)) return expected(range);
      return number < declared.minimum || number > declared.maximum ? expected(range) : number;
    }
    case 'choice':
      return parseChoice(name, declared.choices, given, report);
    case 'perColumn': {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) {
        const all = parseChoice(name, declared.choices, given, report);
        return all === undefined ? undefined : { all, columns: new Map() };
      }
      const columns = Object.entries(given).map(
        ([column, choice]) =>
          [column, parseChoice(`${name}, ${column}`, declared.choices, choice, report, name)] as const,
      );
      return { all: declared.default, columns: new Map(columns) };
    }
    case 'names': {
      const names = parseNames(given);
      if (names !== undefined) return names;
      return expected(
        'names, each with another name, or with a name and columns: { A: B } or { A: { name: B, columns: { a: b } } }',
      );
    }
    case 'boolean':
      if (typeof given === 'boolean') return given;
      return given === 'true' || given === 'false' ? given === 'true' : expected('true or false');
    case 'secret':
      return typeof given === 'string'
        ? resolveSecret(name, given, context, report)
        : expected('a reference such as env:NAME');
  }
}

/** Undefined if it is no map of names. */
function parseNames(given: unknown): ReadonlyMap<string, NameElsewhere> | undefined {
  const entries = entriesOf(given)?.map(([known, said]) => [known, parseName(said)] as const);
  const names = entries?.flatMap(([known, name]) => (name === undefined ? [] : [[known, name] as const]));
  return names === undefined || names.length < (entries?.length ?? 0) ? undefined : new Map(names);
}

function parseName(said: unknown): NameElsewhere | undefined {
  if (isName(said)) return { name: said, columns: new Map() };
  const properties = new Map(entriesOf(said));
  const name = properties.get('name');
  const columns = entriesOf(properties.get('columns') ?? {});
  const isKnown = [...properties.keys()].every((property) => property === 'name' || property === 'columns');
  if (!isName(name) || columns === undefined || !isKnown) return undefined;
  const named = columns.flatMap(([column, other]) => (isName(other) ? [[column, other] as const] : []));
  return named.length < columns.length ? undefined : { name, columns: new Map(named) };
}

function isName(said: unknown): said is string {
  return typeof said === 'string' && said.trim() !== '';
}

function entriesOf(given: unknown): readonly (readonly [string, unknown])[] | undefined {
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.entries(given) : undefined;
}

function parseChoice(
  what: string,
  choices: readonly string[],
  given: unknown,
  report: Report,
  name = what,
): string | undefined {
  if (typeof given === 'string' && choices.includes(given)) return given;
  return report(
    'option/wrong-value',
    name,
    `${what}: expected one of ${choices.join(', ')}, got ${JSON.stringify(given)}.${didYouMean(String(given), choices)}`,
  );
}

function resolveSecret(name: string, reference: string, context: OptionContext, report: Report): Secret | undefined {
  const read = readSecret(reference, context.directory);
  return 'problem' in read ? report('option/secret', name, `${name}: ${read.problem}.`) : read;
}
