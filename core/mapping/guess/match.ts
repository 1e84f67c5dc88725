import type { Entity, Field } from '../../model/define.ts';
import { entities } from '../../model/entities/index.ts';
import { fieldsByColumn, foldColumnName } from '../../model/synonyms.ts';
import type { ColumnProfile } from './profile.ts';

/** A column that stands for a field of an entity, and why. */
export interface Match {
  readonly profile: ColumnProfile;
  readonly field: string;
  readonly because: string;
}

export interface EntityMatch {
  readonly entity: Entity;
  readonly matches: readonly Match[];
}

/** The entities whose required fields can be filled from the columns, the one that most columns are of first. */
export function candidateEntities(profiles: readonly ColumnProfile[]): readonly EntityMatch[] {
  const candidates = [...entities.values()].flatMap((entity): EntityMatch[] => {
    const matches = matchColumns(entity, profiles);
    const isEnough = matches.length >= Math.min(2, profiles.length) && matches.length > 0;
    return isEnough && canBeMade(entity, matches) ? [{ entity, matches }] : [];
  });
  return candidates.sort((left, right) => scoreOf(right) - scoreOf(left));
}

/** A known id is worth more than half a column: it tells an entity from those that only share its properties. */
export function scoreOf({ matches }: EntityMatch): number {
  return matches.length + (matches.some(({ field }) => field === 'key') ? 0.5 : 0);
}

/** Whether the required fields have columns with values. */
export function canBeMade(entity: Entity, matches: readonly Match[]): boolean {
  return isWhole(entity, new Set(matches.filter(({ profile }) => profile.filled > 0).map(({ field }) => field)));
}

/** Whether a record with these fields has all that its entity requires. A key of its own can be made of others. */
export function isWhole(entity: Entity, filled: ReadonlySet<string>): boolean {
  const required = Object.entries(entity.fields).filter(([name, field]) => field.required && !isOwnKey(entity, name));
  return (
    required.every(([name]) => filled.has(name)) &&
    (entity.either ?? []).every((names) => names.some((name) => filled.has(name)))
  );
}

export function isOwnKey(entity: Entity, name: string): boolean {
  return entity.key.length === 1 && entity.key[0] === name;
}

/** Finds the columns of an entity: by known names, then by names with a word more, then by values that speak for themselves. */
export function matchColumns(entity: Entity, profiles: readonly ColumnProfile[]): readonly Match[] {
  const usable = profiles.filter(({ name }) => name.length <= longestName);
  const matches = new Map<string, Match>();
  const taken = new Set<ColumnProfile>();
  const take = (profile: ColumnProfile, field: string | undefined, because: string) => {
    if (field === undefined || matches.has(field) || taken.has(profile) || !suits(entity.fields[field], profile))
      return;
    matches.set(field, { profile, field, because });
    taken.add(profile);
  };
  const known = fieldsByColumn(entity);
  for (const profile of usable) take(profile, known.get(foldColumnName(profile.name)), 'a known name');
  for (const profile of usable) take(profile, known.get(foldColumnName(withoutUnit(profile.name))), 'a known name');
  for (const profile of usable) take(profile, fieldOfLongerName(profile.name, known), 'a name like a known one');
  for (const profile of usable) take(profile, fieldOfPath(profile.name, known), 'a known name at the end of a path');
  for (const profile of usable) take(profile, ...fieldOfParent(profile.name, entity));
  for (const profile of usable) take(profile, ...fieldOfValues(profile, entity));
  const order = new Map(profiles.map((profile, index) => [profile, index]));
  return [...matches.values()].sort((left, right) => (order.get(left.profile) ?? 0) - (order.get(right.profile) ?? 0));
}

// Nobody names a column so, and YAML can not have it as a simple key.
const longestName = 200;

/** `RAM (GB)` and `RAM [GB]` are `RAM`. */
function withoutUnit(name: string): string {
  return name.replace(/\s*[([][^()[\]]*[)\]]\s*$/, '').replace(/\s+in\s+(?:[kmgt]i?b|bytes|[mg]hz)$/i, '');
}

/** Values that can not be what the field holds speak against a name. */
function suits(field: Field, profile: ColumnProfile): boolean {
  if (profile.filled === 0) return true;
  switch (field.type) {
    case 'date':
    case 'instant':
      return profile.count('isoDate', 'isoTime', 'isoZoned', 'compactDate', 'slashDate', 'namedDate') > 0;
    case 'integer':
    case 'decimal':
    case 'money':
      return profile.count('integer', 'decimal', 'localNumber', 'amount', 'bytes', 'clock', 'compactDate') > 0;
    default:
      return true;
  }
}

/** Words that people write before and behind the name of a property. */
const extraWords: ReadonlySet<string> = new Set([
  ...[
    'computer',
    'device',
    'machine',
    'pc',
    'server',
    'system',
    'host',
    'asset',
    'user',
    'vm',
    'last',
    'current',
    'main',
    'name',
    'value',
    'no',
    'number',
  ],
  ...[
    'rechner',
    'gerate',
    'gerat',
    'nummer',
    'nr',
    'letzte',
    'letzter',
    'aktuelle',
    'ordinateur',
    'dernier',
    'derniere',
  ],
]);

const shortestKnown = 5;
const shortKnown: ReadonlySet<string> = new Set(['uuid', 'user']);

function fieldOfLongerName(name: string, known: ReadonlyMap<string, string>): string | undefined {
  const folded = foldColumnName(withoutUnit(name));
  for (const word of extraWords) {
    const rest = folded.startsWith(word)
      ? folded.slice(word.length)
      : folded.endsWith(word)
        ? folded.slice(0, -word.length)
        : '';
    if ((rest.length >= shortestKnown || shortKnown.has(rest)) && known.has(rest)) return known.get(rest);
  }
  return undefined;
}

/** Objects in objects become columns such as `hw.cpu.cores`. What is called `owner.name` there is another thing's. */
function fieldOfPath(name: string, known: ReadonlyMap<string, string>): string | undefined {
  const last = foldColumnName(/\.([^.\s]+)$/.exec(name)?.[1] ?? '');
  const field = known.get(last);
  return field === undefined || ofAnything.has(field) ? undefined : field;
}

const ofAnything: ReadonlySet<string> = new Set(['key', 'name', 'number', 'kind', 'type', 'status', 'email', 'phone']);

/** Files often name the computer that a line is of, where the model wants its id. */
function fieldOfParent(name: string, entity: Entity): readonly [string | undefined, string] {
  for (const [field, declared] of Object.entries(entity.fields)) {
    if (declared.type !== 'reference' || !declared.required) continue;
    const target = entities.get(declared.entity);
    const found = target && fieldsByColumn(target).get(foldColumnName(name));
    if (found === 'key' || found === 'name' || found === 'account')
      return [field, `the ${found === 'key' ? 'id' : 'name'} of a ${declared.entity}`];
  }
  return [undefined, ''];
}

function fieldOfValues(profile: ColumnProfile, { fields }: Entity): readonly [string | undefined, string] {
  const firstOf = (names: readonly string[]) => names.find((name) => Object.hasOwn(fields, name));
  if (profile.mostly('mac')) return [firstOf(['macs', 'mac']), 'its values are MAC addresses'];
  if (profile.mostly('ip')) return [firstOf(['ips', 'deviceIp']), 'its values are IP addresses'];
  if (profile.mostly('sid')) return [firstOf(['sid']), 'its values are security identifiers'];
  if (profile.mostly('email')) return [firstOf(['email', 'upn']), 'its values are mail addresses'];
  return [undefined, ''];
}
