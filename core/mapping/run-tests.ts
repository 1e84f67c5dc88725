import { memorySource } from '../adapter/memory.ts';
import { type DryRun, dryRun } from '../run/dry-run.ts';
import { total } from '../run/ledger.ts';
import type { Mapping, MappingTest } from './mapping.ts';
import { knownColumns } from './test-columns.ts';

export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  /** Each way in which the outcome differs: what was expected, what came. */
  readonly differences: readonly string[];
  readonly place: MappingTest['place'];
}

/**
 * Runs the tests inside a mapping: the run's own path, over the rows of the test.
 * @throws ConfigError if the mapping has faults.
 */
export async function testMapping(
  mapping: Mapping,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  for (const test of mapping.tests) results.push(await runTest(mapping, test, signal));
  return results;
}

async function runTest(mapping: Mapping, test: MappingTest, signal: AbortSignal): Promise<TestResult> {
  const names = [...new Set([...knownColumns(mapping), ...test.rows.flatMap((row) => [...row.keys()])])];
  const rows = test.rows.map((row) => names.map((name) => row.get(name)?.cell ?? null));
  const source = memorySource(
    'test',
    names.map((name) => ({ name, type: 'text' as const })),
    rows,
  );
  const [dataset] = await source.discover();
  const made = await dryRun(mapping, source, dataset, { signal });
  const differences = [...compareRecords(test, made), ...compareIssues(test, made), ...compareOutcome(test, made)];
  return { name: test.name, passed: differences.length === 0, differences, place: test.place };
}

function* compareRecords({ expect }: MappingTest, { records }: DryRun): Generator<string> {
  for (const [entity, expected] of expect) {
    const found = (records.get(entity) ?? []).map(parseExact);
    if (expected.length !== found.length)
      yield `${entity}: expected ${expected.length} records, found ${found.length}.`;
    for (const [index, record] of expected.entries()) {
      if (index < found.length)
        yield* compareFields(expected.length > 1 ? `${entity}[${index + 1}]` : entity, record, found[index]);
    }
  }
}

function* compareFields(
  at: string,
  expected: ReadonlyMap<string, unknown>,
  found: ReadonlyMap<string, unknown>,
): Generator<string> {
  for (const [name, value] of expected) {
    const [want, got] = [shown(value), found.has(name) ? shown(found.get(name)) : 'nothing'];
    // A key is written as a number as often as not: its digits are what counts.
    if (want !== got && want !== got.replace(/^"(.*)"$/, '$1')) yield `${at}.${name}: expected ${want}, found ${got}.`;
  }
}

function* compareIssues({ issues }: MappingTest, { issues: found }: DryRun): Generator<string> {
  const codes = found.map(({ code }) => code);
  if (codes.length === issues.length && codes.every((code, index) => code === issues[index])) return;
  const details = found.map(
    ({ field, code, found: value }) => `${code}${field === undefined ? '' : ` (${field}: ${JSON.stringify(value)})`}`,
  );
  yield `issues: expected ${list(issues)}, found ${list(details)}.`;
}

function* compareOutcome({ outcome }: MappingTest, { rows }: DryRun): Generator<string> {
  const counts = {
    mapped: rows.mapped,
    filtered: total(rows.filtered),
    rejected: total(rows.rejected),
    merged: total(rows.merged),
  };
  if (outcome === undefined || counts[outcome] > 0) return;
  const found = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name]) => name);
  yield `outcome: expected ${outcome}, found ${list(found)}.`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

/** Records with their numbers as they are written, so that no digit is lost on the way to a comparison. */
function parseExact(line: string): ReadonlyMap<string, unknown> {
  const exact = JSON.parse(line, (_, value, context?: { readonly source?: string }) =>
    typeof value === 'number' ? { number: context?.source ?? String(value) } : value,
  );
  return new Map(Object.entries(exact));
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'number' in value) return String(value.number);
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  return `{${Object.entries(value)
    .sort()
    .map(([name, inner]) => `${name}: ${shown(inner)}`)
    .join(', ')}}`;
}
