import { existsSync } from 'node:fs';
import {
  catalogue,
  configError,
  datasetOf,
  entities,
  entityNamed,
  explainRecord,
  findRecord,
  lookUpCode,
  nearestName,
  openFileInput,
  openMappingInput,
  openPackage,
  openSpool,
  type Package,
  parseMapping,
  readKey,
  type SealedPackage,
} from '../../index.ts';
import type { Call } from '../command.ts';
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
  const { adapters, signal, json, print, options } = call;
  const entity = entityNamed(entityName);
  if (entity === undefined)
    throw configError(
      'cli/usage',
      `The model has no entity "${entityName}". Did you mean "${nearestName(entityName, entities.keys()) ?? 'Computer'}"?`,
    );
  if (key === undefined) throw configError('cli/usage', `Give the key of the ${entityName}: ${entity.key.join(', ')}.`);
  const sealed = existsSync(id) ? undefined : findPackage(id, options);
  const opened = await openPackage(sealed?.path ?? id);
  try {
    const wanted = readKey(key, entity);
    const record = await findRecord(opened, entity, wanted);
    const context = contextOf(sealed);
    const mapping = parseMapping(
      await opened.mapping(),
      `${opened.manifest.tributary.mapping.name}.yaml`,
      context?.directory ?? process.cwd(),
    );
    const file = options.text('file');
    const set = context?.options ?? {};
    if (file === undefined && context === undefined)
      throw configError('cli/usage', 'A package by its path does not know where its source lies: give it with --file.');
    const input =
      file === undefined
        ? await openMappingInput(
            {
              ...mapping,
              source: { ...mapping.source, adapter: opened.manifest.tributary.source.adapter, options: set },
            },
            { adapters, signal },
          )
        : await openFileInput(file, { adapters, signal }, mapping);
    try {
      const { id: digest } = opened.manifest.tributary.source;
      const changed = input.source.identity.id !== digest;
      const rows = await Array.fromAsync(
        explainRecord(
          mapping,
          input,
          datasetOf(input, opened.manifest.tributary.source.dataset),
          entity,
          wanted,
          signal,
        ),
      );
      const issues = await issuesOf(
        opened,
        rows.map(({ origin }) => origin),
      );
      if (json) print(JSON.stringify({ record: record ?? null, sourceChanged: changed, rows, issues }, undefined, 2));
      else {
        print(
          `${entityName} ${key}\n  ${record === undefined ? 'It was rejected: the package has its key alone.' : JSON.stringify(record)}\n`,
        );
        for (const issue of issues) print(issueText(issue));
        if (issues.length > 0) print('');
        if (changed)
          print('The source is not what it was when the package was made: the rows below are those of now.\n');
        print(rows.map(showTracedRow).join('\n\n') || 'No row of the source makes this record now.');
      }
      return 0;
    } finally {
      await input.source.close();
    }
  } finally {
    await opened.close();
  }
}

type Yielded<Generator> = Generator extends AsyncGenerator<infer Each> ? Each : never;

/** What the package says of these rows. */
async function issuesOf(opened: Package, origins: readonly string[]) {
  const wanted = new Set(origins);
  const found: Yielded<ReturnType<Package['issues']>>[] = [];
  for await (const issue of opened.issues()) {
    if (wanted.has(issue.origin)) found.push(issue);
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

function contextOf(
  sealed: SealedPackage | undefined,
): { readonly options: Readonly<Record<string, unknown>>; readonly directory: string } | undefined {
  const context = sealed?.context;
  if (typeof context !== 'object' || context === null || !('options' in context) || !('directory' in context))
    return undefined;
  const { options, directory } = context;
  if (typeof options !== 'object' || options === null || typeof directory !== 'string') return undefined;
  return { options: { ...options }, directory };
}
