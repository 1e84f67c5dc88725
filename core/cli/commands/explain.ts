import { existsSync } from 'node:fs';
import { identityOf } from '../../adapter/identity.ts';
import { catalogue, lookUpCode } from '../../errors/catalogue.ts';
import { configError, formatFault, SourceError } from '../../errors/errors.ts';
import { nearestName } from '../../errors/suggest.ts';
import { parseMapping } from '../../mapping/load.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { Entity } from '../../model/define.ts';
import { entities, entityNamed } from '../../model/entities/index.ts';
import { openPackage, type Package, type StoredIssue } from '../../package/open.ts';
import { explainRecord, findRecord, readKey, type WantedKey } from '../../run/explain.ts';
import { datasetOf, type Input, openFileInput, openMappingsInput } from '../../run/input.ts';
import type { TracedRow } from '../../run/trace-row.ts';
import type { SealedPackage } from '../../spool/entry.ts';
import { openSpool } from '../../spool/spool.ts';
import type { Call } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { spoolFolder } from '../settings.ts';
import { issueText, showTracedRow } from '../trace-text.ts';

/** `tributary explain`: an error code, or the way back from a record to its rows. */
export async function run(call: Call): Promise<number> {
  const [what, entity, key] = call.args;
  return entity === undefined ? explainCode(what, call) : explainKey(what, entity, key, call);
}

function explainCode(code: string, { json, print }: Call): number {
  const entry = lookUpCode(code);
  if (entry === undefined) {
    const near = nearestName(code, Object.keys(catalogue));
    throw configError(
      'cli/usage',
      `There is no code "${code}".${near === undefined ? ' To explain a record, give a package, an entity and a key.' : ` Did you mean "${near}"?`}`,
    );
  }
  if (json) print(JSON.stringify({ code, ...entry }, undefined, 2));
  else print(`${code}\n  ${entry.summary}\n\nCause\n  ${entry.cause}\n\nRemedy\n  ${entry.remedy}`);
  return 0;
}

async function explainKey(id: string, entityName: string, key: string | undefined, call: Call): Promise<number> {
  const entity = entityNamed(entityName);
  if (entity === undefined)
    throw configError(
      'cli/usage',
      `The model has no entity "${entityName}". Did you mean "${nearestName(entityName, entities.keys()) ?? 'Computer'}"?`,
    );
  if (key === undefined) throw configError('cli/usage', `Give the key of the ${entityName}: ${entity.key.join(', ')}.`);
  const sealed = existsSync(id) ? undefined : findPackage(id, call.options);
  const opened = await openPackage(sealed?.path ?? id);
  try {
    const wanted = readKey(key, entity);
    const record = await findRecord(opened, entity, wanted);
    const heading = `${entityName} ${key}`;
    try {
      return await explainRows(opened, contextOf(sealed), { heading, entity, wanted, record }, call);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      // The package still says what it holds, though not where it came from.
      show(heading, { record: record ?? null, sourceChanged: true, rows: undefined, issues: [] }, call);
      call.say(`${error.faults.map(formatFault).join('\n')}\n  --file names a copy of the source.`);
      return exitCodes.source;
    }
  } finally {
    await opened.close();
  }
}

interface WantedRecord {
  readonly heading: string;
  readonly entity: Entity;
  readonly wanted: WantedKey;
  readonly record: unknown;
}

async function explainRows(
  opened: Package,
  context: SourceContext | undefined,
  { heading, entity, wanted, record }: WantedRecord,
  call: Call,
): Promise<number> {
  const makers = await makersOf(opened, context, entity);
  const input = await openItsSource(opened, makers, context, call);
  try {
    const { source } = opened.manifest.tributary;
    const rows: TracedRow[] = [];
    for (const { mapping, dataset: name } of makers) {
      const dataset = datasetOf(input, name);
      rows.push(...(await Array.fromAsync(explainRecord(mapping, input, dataset, entity, wanted, call.signal))));
    }
    const issues = await issuesOf(opened, new Set(rows.map(({ origin }) => origin)));
    const sourceChanged = (await identityOf(input.source)).id !== source.id;
    show(heading, { record: record ?? null, sourceChanged, rows, issues }, call);
    return exitCodes.ok;
  } finally {
    await input.source.close();
  }
}

/** A mapping of the package, as it carries it, and the dataset that it was for. */
interface Maker {
  readonly mapping: Mapping;
  readonly dataset: string;
}

/** The mappings that have made records of an entity; or the first, if none has. */
async function makersOf(
  opened: Package,
  context: SourceContext | undefined,
  entity: Entity,
): Promise<readonly Maker[]> {
  const { datasets, entities: written } = opened.manifest.tributary;
  const directory = context?.directory ?? process.cwd();
  // Where no line has a mode, no lookup was made.
  const isNamed = written.find((each) => each.entity === entity.name)?.fields.includes('mode') !== false;
  const all: Maker[] = [];
  for (const { mapping: name, dataset } of datasets.filter(({ absent }) => absent === undefined)) {
    const mapping = parseMapping(await opened.mapping(name), `${name}.yaml`, directory);
    const records = mapping.records.filter((rule) => isNamed || rule.mode !== 'lookup' || rule.entity !== entity.name);
    all.push({ mapping: { ...mapping, records }, dataset });
  }
  const makers = all.filter(({ mapping: { records } }) => records.some((rule) => rule.entity === entity.name));
  return makers.length > 0 ? makers : all.slice(0, 1);
}

/** Opens what the package was made of, or the copy of it that `--file` names. */
async function openItsSource(
  { manifest }: Package,
  makers: readonly Maker[],
  context: SourceContext | undefined,
  { adapters, signal, options }: Call,
): Promise<Input> {
  const { source } = manifest.tributary;
  const mappings = makers.map(({ mapping }) => mapping);
  const file = options.text('file');
  if (file !== undefined) return openFileInput(file, { adapters, signal }, mappings[0]);
  if (context === undefined)
    throw configError('cli/usage', 'A package by its path does not know where its source lies: give it with --file.');
  const asOpened = mappings.map((mapping) => {
    return { ...mapping, source: { ...mapping.source, adapter: source.adapter, options: context.options } };
  });
  return openMappingsInput(asOpened, { adapters, signal });
}

interface Explained {
  /** Null: it was rejected. */
  readonly record: unknown;
  readonly sourceChanged: boolean;
  /** Undefined if the source could not be read again. */
  readonly rows: readonly TracedRow[] | undefined;
  readonly issues: readonly StoredIssue[];
}

function show(name: string, explained: Explained, { json, print }: Call): void {
  if (json) {
    print(JSON.stringify(explained, undefined, 2));
    return;
  }
  const { record, sourceChanged, rows, issues } = explained;
  const shown = record === null ? 'It was rejected: the package has its key alone.' : JSON.stringify(record);
  print(`${name}\n  ${shown}\n`);
  for (const issue of issues) print(issueText(issue));
  if (issues.length > 0) print('');
  if (rows === undefined) return;
  if (sourceChanged)
    print('The source is not what it was when the package was made: the rows below are those of now.\n');
  print(rows.map(showTracedRow).join('\n\n') || 'No row of the source makes this record now.');
}

/** What the package says of the rows of these origins. */
async function issuesOf(opened: Package, origins: ReadonlySet<string>): Promise<readonly StoredIssue[]> {
  const found: StoredIssue[] = [];
  for await (const issue of opened.issues()) {
    if (origins.has(issue.origin)) found.push(issue);
  }
  return found;
}

function findPackage(id: string, options: Call['options']): SealedPackage {
  const spool = openSpool(spoolFolder(options), { create: false });
  try {
    return spool.show(id);
  } finally {
    spool.close();
  }
}

/** What it takes to open the source of a package again. */
interface SourceContext {
  readonly options: Readonly<Record<string, unknown>>;
  readonly directory: string;
}

/** The spool keeps it as the run handed it over. */
function contextOf(sealed: SealedPackage | undefined): SourceContext | undefined {
  const context = sealed?.context;
  if (typeof context !== 'object' || context === null || !('options' in context) || !('directory' in context))
    return undefined;
  const { options, directory } = context;
  if (typeof options !== 'object' || options === null || typeof directory !== 'string') return undefined;
  return { options: { ...options }, directory };
}
