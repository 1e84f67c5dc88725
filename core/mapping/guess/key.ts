import { columnText, literalText } from './column-text.ts';
import { type EntityMatch, isOwnKey, type Match } from './match.ts';
import type { ColumnProfile } from './profile.ts';

/** What a record is known by, and why. */
export interface KeyDraft {
  readonly expression: string;
  readonly columns: readonly string[];
  readonly sentence: string;
  readonly question?: string;
}

/** The key of an entity that has one of its own: an id if there is one, else what identifies it best. */
export function draftKey({ entity, matches }: EntityMatch, profiles: readonly ColumnProfile[]): KeyDraft | undefined {
  if (!isOwnKey(entity, 'key')) return undefined;
  const id = matches.find(({ field, profile }) => field === 'key' && profile.isNearlyKey);
  if (id !== undefined) return keyOfId(id.profile, id.because);
  const used = new Set(matches.map(({ profile }) => profile));
  const idLike = profiles.find(
    (profile) => !used.has(profile) && profile.isKey && profile.name.length <= 100 && isIdName(profile.name),
  );
  if (idLike !== undefined) return keyOfId(idLike, 'a name like an id');
  const known = matches.find(({ profile }) => profile.isKey && isIdName(profile.name));
  const strong = keyOfMatchSet({ entity, matches }, (names) => !names.some((name) => weakNames.has(name)));
  return strong ?? (known && keyOfId(known.profile, 'a name like an id')) ?? keyOfNames({ entity, matches });
}

function keyOfId(profile: ColumnProfile, because: string): KeyDraft {
  const { name, blanks, repeats, filled } = profile;
  const column = columnText(name);
  const flaws = [
    blanks > 0 ? `rows without one are rejected: ${blanks}` : '',
    repeats > 0 ? `rows that repeat one are merged: ${repeats}` : '',
  ].filter((flaw) => flaw !== '');
  const proof = flaws.length === 0 ? `unique and complete in ${filled} rows` : flaws.join(', ');
  return { expression: `${column} | trim`, columns: [name], sentence: `${name} -> key (${because}; ${proof})` };
}

function isIdName(name: string): boolean {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return /(?:^|[^a-z])(?:id|key|guid|uuid|sid|nr|no|number|num|nummer|numero|schlussel)(?:[^a-z]|$)|(?:nummer|number|nr)\b/.test(
    words.normalize('NFKD').replace(/\p{Mn}/gu, ''),
  );
}

/** The fields by which a receiver finds a record: the first set that the values bear out. */
function keyOfMatchSet(
  { entity, matches }: EntityMatch,
  isWanted: (names: readonly string[]) => boolean,
): KeyDraft | undefined {
  for (const names of (entity.match ?? []).filter(isWanted)) {
    const set = names.flatMap((name) => matches.find((match) => match.field === name) ?? []);
    if (set.length < names.length) continue;
    if (set.length === 1 && !set[0].profile.isKey) continue;
    if (set.some(({ profile }) => profile.filled === 0 || profile.blanks > 0)) continue;
    return keyOfSet(set, set.length === 1 ? 'unique and complete' : 'complete, and together what it is known by');
  }
  return undefined;
}

// What people call a thing is the last resort, and is asked about.
const weakNames: ReadonlySet<string> = new Set(['name', 'displayName']);

function keyOfSet(set: readonly Match[], because: string): KeyDraft {
  const columns = set.map(({ profile }) => profile.name);
  const parts = columns.map((name) => columnText(name));
  const folds = set.some(({ field }) => caseless.has(field));
  const whole =
    parts.length === 1
      ? `${parts[0]} | trim`
      : `concat(${parts.map((part) => `trim(${part})`).join(`, ${literalText('/')}, `)})`;
  return {
    expression: folds ? `${whole} | lower` : whole,
    columns,
    sentence: `${columns.join(' and ')} -> key (no id; ${because})`,
  };
}

/** Accounts are the same whatever their case, and the keys of users are compared exactly. */
const caseless: ReadonlySet<string> = new Set(['account', 'upn', 'email']);

function keyOfNames(match: EntityMatch): KeyDraft | undefined {
  const set = keyOfMatchSet(match, () => true);
  if (set === undefined) return keyOfName(match);
  return {
    ...set,
    question: `is there an id? ${set.columns.join(' and ')} is taken as the key of ${match.entity.name}, and what is renamed would be another record.`,
  };
}

function keyOfName({ entity, matches }: EntityMatch): KeyDraft | undefined {
  const byField = (name: string) => matches.find(({ field, profile }) => field === name && profile.filled > 0);
  const last = (entity.match ?? []).flatMap((names) => (names.length === 1 ? (byField(names[0]) ?? []) : []));
  const best =
    byField('account') ??
    byField('name') ??
    last.find(({ profile }) => profile.isNearlyKey) ??
    last.at(0) ??
    matches.find(({ profile }) => profile.filled > 0);
  if (best === undefined) return undefined;
  const draft = keyOfSet([best], best.profile.isKey ? 'unique and complete' : 'nothing else tells rows apart');
  const { name, repeats, blanks } = best.profile;
  const flaws = `${repeats > 0 ? ` Rows that repeat it are merged: ${repeats}.` : ''}${blanks > 0 ? ` Rows without it are rejected: ${blanks}.` : ''}`;
  return {
    ...draft,
    question: `is there an id? ${name} is taken as the key of ${entity.name}, and what is renamed would be another record.${flaws}`,
  };
}
