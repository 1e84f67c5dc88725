import type { Entity } from '../../model/define.ts';
import { entities } from '../../model/entities/index.ts';
import { columnText } from './column-text.ts';
import type { FieldDraft } from './expression.ts';
import { draftFields } from './fields.ts';
import { canBeMade, isWhole, type Match, matchColumns } from './match.ts';
import { Notes } from './notes.ts';
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

/** Records that the subject refers to: with fields of their own where the row has them, else named only. */
export function draftParents(
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
export function draftUser(
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
