import type { Entity } from '../../model/define.ts';
import { currencyColumns, foldColumnName } from '../../model/synonyms.ts';
import { columnText } from './column-text.ts';
import { draftField, type FieldDraft } from './expression.ts';
import type { Match } from './match.ts';
import type { Notes } from './notes.ts';
import type { ColumnProfile } from './profile.ts';

/** The fields of a record from the columns that stand for them; says what was understood, and asks what can not be known. */
export function draftFields(
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
    const proof = whole[0].proof === '' ? '' : `: ${whole[0].proof}`;
    const targets = whole.map((draft) => `${prefix}${draft.field}`).join(' and ');
    notes.sentences.push(`${profile.name} -> ${targets} (${because})${proof}${tooLong(entity, field, profile)}`);
  }
  return [...fields.values()];
}

const signs: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['£', 'GBP'],
]);

/** What becomes of values that the field has no room for. */
function tooLong({ fields, key }: Entity, name: string, { longest }: ColumnProfile): string {
  const field = fields[name];
  if (field.type !== 'text' || longest <= field.max) return '';
  const fate = key.includes(name) ? 'rows with more than' : 'the first';
  return `; its longest value has ${longest} characters: ${fate} ${field.max} are ${key.includes(name) ? 'rejected' : 'kept'}`;
}

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
