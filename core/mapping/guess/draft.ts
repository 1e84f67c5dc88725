import type { Entity } from '../../model/define.ts';
import { entities } from '../../model/entities/index.ts';
import { currencyColumns, foldColumnName } from '../../model/synonyms.ts';
import { columnText } from './column-text.ts';
import { draftField, type FieldDraft } from './expression.ts';
import { draftKey } from './key.ts';
import { canBeMade, type EntityMatch, isWhole, type Match, matchColumns } from './match.ts';
import type { ColumnProfile } from './profile.ts';

/** A record of the mapping that is being written. */
export interface RecordDraft {
  readonly entity: Entity;
  readonly name?: string;
  readonly comment?: string;
  readonly mode?: 'lookup';
  readonly when?: string;
  readonly onReject?: 'record';
  readonly key?: { readonly expression: string; readonly proof: string };
  readonly fields: readonly FieldDraft[];
}

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

/** Takes notes while records are drafted. */
class Notes {
  readonly sentences: string[] = [];
  readonly questions: string[] = [];
  readonly used = new Set<string>();
  readonly reasons = new Map<string, string>();

  add(other: Notes): void {
    this.sentences.push(...other.sentences);
    this.questions.push(...other.questions);
    for (const column of other.used) this.used.add(column);
    for (const [column, reason] of other.reasons) this.reasons.set(column, reason);
  }
}

/** Drafts the record of the entity, and those that it refers to; undefined if values that it needs can not be read. */
export function draftMapping(best: EntityMatch, profiles: readonly ColumnProfile[]): Draft | undefined {
  const notes = new Notes();
  const subject = draftSubject(best, profiles, notes);
  if (subject === undefined) return undefined;
  const records = [
    subject,
    ...draftParents(subject, best.matches, profiles, notes),
    ...draftUser(subject, profiles, notes),
  ];
  return {
    records,
    sentences: notes.sentences,
    questions: notes.questions,
    used: profiles.flatMap(({ name }) => (notes.used.has(name) ? [name] : [])),
    unused: profiles.flatMap(({ name }) => {
      const reason = notes.reasons.get(name);
      return notes.used.has(name) ? [] : [{ column: name, ...(reason === undefined ? {} : { reason }) }];
    }),
  };
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

function draftFields(
  entity: Entity,
  matches: readonly Match[],
  profiles: readonly ColumnProfile[],
  notes: Notes,
  prefix = `${entity.name}.`,
): readonly FieldDraft[] {
  const fields = new Map<string, FieldDraft>();
  for (const { field, profile, because } of matches) {
    if (field === 'key' && entity.key.includes('key')) continue;
    const drafts = draftField(field, entity, profile);
    if ('refused' in drafts) {
      notes.reasons.set(profile.name, drafts.refused);
      continue;
    }
    const whole = entity.fields[field].type === 'money' ? withCurrency(drafts, profile, profiles, notes) : drafts;
    if (whole.length === 0) continue;
    notes.used.add(profile.name);
    for (const draft of whole) {
      // A column of its own goes before what another one gives by the way.
      const isSide = draft.field !== field;
      if (isSide && (fields.has(draft.field) || matches.some((match) => match.field === draft.field))) continue;
      fields.set(draft.field, draft);
      if (draft.question !== undefined) notes.questions.push(`${profile.name}: ${draft.question}`);
    }
    const proof = whole[0].proof === '' ? '' : `, ${whole[0].proof}`;
    notes.sentences.push(
      `${profile.name} -> ${whole.map((draft) => `${prefix}${draft.field}`).join(' and ')} (${because}${proof})`,
    );
  }
  return [...fields.values()];
}

const signs: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['£', 'GBP'],
]);

/** An amount needs a currency: a column says it, or a sign beside every amount. Without one it is left out. */
function withCurrency(
  drafts: readonly FieldDraft[],
  { name, affixes }: ColumnProfile,
  profiles: readonly ColumnProfile[],
  notes: Notes,
): readonly FieldDraft[] {
  const field = `${drafts[0].field}Currency`;
  const known = new Set(currencyColumns.map(foldColumnName));
  const column = profiles.find((profile) => known.has(foldColumnName(profile.name)) && profile.filled > 0);
  if (column !== undefined) {
    notes.used.add(column.name);
    return [...drafts, { field, expression: `${columnText(column.name)} | trim | upper`, proof: '' }];
  }
  const [only] = affixes;
  const currency = affixes.size === 1 ? (signs.get(only) ?? (only === '$' ? undefined : only)) : undefined;
  if (currency !== undefined)
    return [...drafts, { field, expression: `"${currency}"`, proof: `every amount has ${only}` }];
  notes.reasons.set(
    name,
    `it is an amount of money; map it as ${drafts[0].field}: ${drafts[0].expression}, with ${field}: '"EUR"' or what it is`,
  );
  notes.questions.push(`${name}: in which currency is it? It is left out until ${field} says so.`);
  return [];
}

/** Records that the subject refers to: with fields of their own where the row has them, else named only. */
function draftParents(
  child: RecordDraft,
  matches: readonly Match[],
  profiles: readonly ColumnProfile[],
  notes: Notes,
  depth = 0,
): readonly RecordDraft[] {
  const parents: RecordDraft[] = [];
  for (const { field, expression } of child.fields) {
    const declared = child.entity.fields[field];
    const reference = matches.find((match) => match.field === field);
    if (declared?.type !== 'reference' || declared.entity === child.entity.name || reference === undefined || depth > 2)
      continue;
    const entity = entities.get(declared.entity);
    if (entity === undefined) continue;
    const free = profiles.filter((profile) => profile === reference.profile || !notes.used.has(profile.name));
    const own = entity.name === 'OrgUnit' ? [] : ownMatches(entity, free, reference.profile);
    const parent = draftParent(entity, field, reference.profile, expression, own, profiles, notes);
    parents.push(parent, ...(parent.mode === undefined ? draftParents(parent, own, profiles, notes, depth + 1) : []));
  }
  return parents;
}

/** What the row says of the parent besides its key: enough to make it, or nothing. */
function ownMatches(entity: Entity, free: readonly ColumnProfile[], reference: ColumnProfile): readonly Match[] {
  const matches = matchColumns(entity, free).filter(({ field }) => field !== 'key');
  const others = matches.filter(({ profile }) => profile !== reference);
  const isWorthIt = others.length > 0 || entity.name === 'Vendor';
  return isWorthIt && canBeMade(entity, matches) ? matches : [];
}

function draftParent(
  entity: Entity,
  field: string,
  { name }: ColumnProfile,
  expression: string,
  own: readonly Match[],
  profiles: readonly ColumnProfile[],
  notes: Notes,
): RecordDraft {
  const when = `(${columnText(name)} | trim | blankIf("")) != null`;
  const key = { expression, proof: '' };
  const noted = new Notes();
  const made = draftFields(entity, own, profiles, noted);
  if (own.length > 0 && isWhole(entity, new Set(made.map((draft) => draft.field)))) {
    notes.add(noted);
    return { entity, name: field, when, onReject: 'record', key, fields: made };
  }
  const natural = entity.fields.key?.type === 'text' && entity.fields.key.compare === 'natural';
  const named =
    natural && entity.name !== 'OrgUnit'
      ? ['number', 'name'].find((each) => Object.hasOwn(entity.fields, each))
      : undefined;
  const fields: FieldDraft[] =
    named === undefined ? [] : [{ field: named, expression: `${columnText(name)} | trim`, proof: '' }];
  return {
    entity,
    name: field,
    comment: `A ${entity.name} of another file, only named here.`,
    mode: 'lookup',
    when,
    onReject: 'record',
    key,
    fields,
  };
}

/** A line of a computer often says who used it. */
function draftUser(
  { entity, key }: RecordDraft,
  profiles: readonly ColumnProfile[],
  notes: Notes,
): readonly RecordDraft[] {
  const [user, relation] = [entities.get('User'), entities.get('ComputerUser')];
  if (entity.name !== 'Computer' || user === undefined || relation === undefined || key === undefined) return [];
  const free = profiles.filter(({ name, filled }) => !notes.used.has(name) && filled > 0);
  const match = matchColumns(user, free).find(({ field }) => field === 'account');
  if (match === undefined) return [];
  const { profile } = match;
  const column = columnText(profile.name);
  const when = `(${column} | trim | blankIf("", "-", "n/a", "none", "unknown")) != null`;
  const account = `${column} | trim | lower`;
  notes.questions.push(
    `${profile.name}: did this user log on last (lastLoggedOn), or is it the one who uses the computer most (primary)? Taken as lastLoggedOn for now.`,
  );
  const fields = draftFields(user, [match], profiles, notes);
  return [
    {
      entity: user,
      when,
      onReject: 'record',
      key: { expression: account, proof: 'accounts are the same whatever their case' },
      fields,
    },
    {
      entity: relation,
      when,
      onReject: 'record',
      fields: [
        { field: 'computer', expression: key.expression, proof: '' },
        { field: 'user', expression: account, proof: '' },
        { field: 'relation', expression: '"lastLoggedOn"', proof: 'a guess' },
      ],
    },
  ];
}
