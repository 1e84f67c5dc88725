import { draftFields } from './fields.ts';
import { draftKey } from './key.ts';
import { type EntityMatch, isWhole } from './match.ts';
import { Notes } from './notes.ts';
import { draftParents, draftUser, type RecordDraft } from './parents.ts';
import type { ColumnProfile } from './profile.ts';

/** Everything that is known of the mapping before it is written. */
export interface Draft {
  readonly records: readonly RecordDraft[];
  readonly sentences: readonly string[];
  readonly questions: readonly string[];
  /** Names of columns, in the order of the dataset. */
  readonly used: readonly string[];
  /** Columns that nothing uses, each with the reason where there is one. */
  readonly unused: readonly { readonly column: string; readonly reason?: string }[];
}

/** Drafts the record of the entity, and those that it refers to; undefined if values that it needs can not be read. */
export function draftMapping(best: EntityMatch, profiles: readonly ColumnProfile[]): Draft | undefined {
  const notes = new Notes();
  const subject = draftSubject(best, profiles, notes);
  if (subject === undefined) return undefined;
  const parents = draftParents(subject, best.matches, profiles, notes);
  const records = uniqueNames([subject, ...parents, ...draftUser(subject, profiles, notes)]);
  const unused = profiles.flatMap(({ name }) => {
    const reason = notes.reasons.get(name);
    return notes.used.has(name) ? [] : [{ column: name, ...(reason === undefined ? {} : { reason }) }];
  });
  return {
    records,
    sentences: [
      ...notes.sentences,
      ...unused.map(({ column, reason }) => `${column} is not used${reason === undefined ? '' : `: ${reason}`}`),
    ],
    questions: notes.questions,
    used: profiles.flatMap(({ name }) => (notes.used.has(name) ? [name] : [])),
    unused,
  };
}

/** Records of different parents may have the same name: an order and its line both have a unit. */
function uniqueNames(records: readonly RecordDraft[]): readonly RecordDraft[] {
  const taken = new Set<string>();
  return records.map((record) => {
    const wanted = record.name ?? record.entity.name;
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
    taken.add(name);
    return name === wanted ? record : { ...record, name };
  });
}

function draftSubject(best: EntityMatch, profiles: readonly ColumnProfile[], notes: Notes): RecordDraft | undefined {
  const { entity } = best;
  const key = draftKey(best, profiles);
  if (key === undefined && entity.key.includes('key')) return undefined;
  if (key !== undefined) {
    notes.sentences.push(key.sentence);
    if (key.question !== undefined) notes.questions.push(`Key: ${key.question}`);
    for (const column of key.columns) notes.used.add(column);
  }
  const fields = draftFields(entity, best.matches, profiles, notes, '');
  if (!isWhole(entity, new Set(fields.map(({ field }) => field)))) return undefined;
  const proof = key?.sentence.replace(/^.*? -> key \((.*)\)$/, '$1') ?? '';
  return { entity, ...(key === undefined ? {} : { key: { expression: key.expression, proof } }), fields };
}
