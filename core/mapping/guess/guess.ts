import type { Dataset, Source } from '../../adapter/contract.ts';
import { printable } from '../../adapter/printable.ts';
import { parseMapping } from '../load.ts';
import { type Draft, draftMapping } from './draft.ts';
import { draftTest } from './first-test.ts';
import { candidateEntities, scoreOf } from './match.ts';
import type { ColumnProfile } from './profile.ts';
import { scanDataset } from './scan.ts';
import { writeMapping } from './write.ts';

/** A mapping that was proposed for a dataset, and what it rests on. */
export interface Guess {
  /** The mapping file. */
  readonly text: string;
  readonly entity: string;
  /** What was understood, a sentence for each column. */
  readonly sentences: readonly string[];
  /** What the data can not tell. */
  readonly questions: readonly string[];
  /** Nothing is left open. */
  readonly confident: boolean;
}

/** What is known of the file besides its rows. */
export interface GuessAbout {
  /** The adapter that has opened it, by name. */
  readonly adapter: string;
  /** Its options as they are to be written, paths relative to the folder of the mapping. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Its name without folders. */
  readonly fileName: string;
  /** The mapping names its dataset even if it is the only one. */
  readonly isNamed?: boolean;
  /** Where editors find the schema of mappings, seen from the mapping. */
  readonly schema?: string;
  readonly signal: AbortSignal;
}

/**
 * Proposes a mapping for a dataset: the entity, the fields of its columns and how they are written, by known names and by
 * their values. Reads the dataset once. Undefined if the columns tell nothing.
 */
export async function guessMapping(source: Source, dataset: Dataset, about: GuessAbout): Promise<Guess | undefined> {
  const { profiles, fullest, rows, looked } = await scanDataset(source, dataset, about.signal);
  const chosen = chooseDraft(profiles);
  if (chosen === undefined) return undefined;
  const { entity, draft: found, rivals } = chosen;
  const needsZone = found.records.some(({ fields }) => fields.some((field) => field.needsZone));
  const zone = needsZone ? ['In which time zone are the times? UTC for now: source.zone says it.'] : [];
  const draft = {
    ...found,
    questions: [
      ...(rivals.length === 0
        ? []
        : [
            `Is it ${[entity, ...rivals].join(' or ')}? As many columns are known of each. Taken for ${entity} for now.`,
          ]),
      ...found.questions,
      ...zone,
    ],
  };
  const datasets = await source.discover();
  const heading = {
    name: mappingName(about.fileName),
    summary: `${entity} records from ${about.fileName}, guessed from ${looked < rows ? `${looked} of ` : ''}${rows} rows.`,
    schema: about.schema ?? 'mapping.schema.json',
    adapter: about.adapter,
    options: about.options,
    ...(datasets.length > 1 || about.isNamed ? { dataset: dataset.name } : {}),
  };
  const untested = parseMapping(writeMapping(heading, draft), 'guess.yaml');
  const test = fullest.length === 0 ? undefined : await draftTest(untested, dataset, fullest, draft, about.signal);
  return {
    text: writeMapping(heading, draft, test),
    entity,
    sentences: [
      ...draft.sentences.map(printable),
      ...(looked < rows ? [`Looked at ${looked} of ${rows} rows, all over the file.`] : []),
    ],
    questions: draft.questions.map(printable),
    confident: draft.questions.length === 0,
  };
}

/** The best entity of which a record can be drafted, and those that match as well. */
function chooseDraft(
  profiles: readonly ColumnProfile[],
): { readonly entity: string; readonly draft: Draft; readonly rivals: readonly string[] } | undefined {
  const drafts = candidateEntities(profiles).flatMap((match) => {
    const draft = draftMapping(match, profiles);
    return draft === undefined ? [] : [{ match, draft }];
  });
  const [best, ...others] = drafts;
  if (best === undefined) return undefined;
  const rivals = others
    .filter(({ match }) => scoreOf(match) === scoreOf(best.match))
    .map(({ match }) => match.entity.name);
  return { entity: best.match.entity.name, draft: best.draft, rivals };
}

/** `Hosts 2024.xlsx` gives `hosts-2024`. */
function mappingName(fileName: string): string {
  const stem = fileName.replace(/\.gz$/i, '').replace(/\.[^.]*$/, '');
  const folded = stem
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mn}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return folded.slice(0, 80).replace(/-+$/, '') || 'mapping';
}
