import test from 'ava';
import { commonFields, type Entity, type Field } from '../../../core/model/define.ts';
import { entities, entityNamed } from '../../../core/model/entities/index.ts';
import { foldColumnName } from '../../../core/model/synonyms.ts';

const all = [...entities.values()];
const eachField = (entity: Entity): readonly [string, Field][] => Object.entries(entity.fields);

test('entities are found by their exact names only', (t) => {
  t.is(entityNamed('Computer')?.name, 'Computer');
  t.is(entityNamed('computer'), undefined);
  t.is(entityNamed('__proto__'), undefined);
});

for (const entity of all) {
  test(`${entity.name}: is named, described and keyed as the rules say`, (t) => {
    t.regex(entity.name, /^[A-Z][A-Za-z]*$/);
    t.regex(entity.summary, sentence);
    t.true(entity.key.length > 0);
    for (const name of namedFields(entity)) t.true(Object.hasOwn(entity.fields, name), name);
    t.is(new Set(entity.key).size, entity.key.length);
    t.true(hasEssentialKey(entity), 'nothing in the key is required');
    for (const name of Object.keys(commonFields)) t.true(Object.hasOwn(entity.fields, name));
  });

  test(`${entity.name}: every field is named and described as the rules say`, (t) => {
    for (const [name, field] of eachField(entity)) {
      t.regex(name, /^[a-z][A-Za-z0-9]*$/, name);
      t.regex(field.summary, sentence, name);
      t.false(name === 'mode' || name === 'custom', `${name} is a property of every record`);
      t.is(hasUnit(name, field), undefined);
      if (field.type === 'money') t.false(Object.hasOwn(entity.fields, `${name}Currency`), name);
      if ('choices' in field && field.choices) t.is(new Set(field.choices.map(lower)).size, field.choices.length, name);
      if ('max' in field) t.true(field.max > 0 && field.max <= 4000, name);
    }
  });

  test(`${entity.name}: no column name stands for two fields`, (t) => {
    t.deepEqual(ambiguousNames(entity), []);
  });

  test(`${entity.name}: references name entities with a single key, and compare as it does`, (t) => {
    t.deepEqual(eachField(entity).filter(isBadReference), []);
  });
}

test('an entity has the single key "key" or a key of several fields', (t) => {
  for (const { name, key, fields } of all) {
    if (key.length === 1) t.deepEqual(key, ['key'], name);
    else t.false(Object.hasOwn(fields, 'key'), name);
  }
});

test('evidence that recognition matches is byte-exact', (t) => {
  const fields = entityNamed('InstallerEvidence')?.fields;
  for (const name of ['name', 'version', 'publisher', 'type']) t.like(fields?.[name], { type: 'text', verbatim: true });
});

test('business entities that are referred to or matched by several ways say how the receiver finds them', (t) => {
  for (const { name, group, key, match } of all) {
    if (group === 'business' && key.length === 1) t.true(match !== undefined && match.length > 0, name);
  }
});

const sentence = /^[A-Z].*[^.]\.$/s;
const lower = (text: string): string => text.toLowerCase();

function namedFields({ key, match = [], either = [] }: Entity): readonly string[] {
  return [...key, ...match.flat(), ...either.flat()];
}

function hasEssentialKey({ key, fields, either = [] }: Entity): boolean {
  return key.some((name) => fields[name].required) || either.some((set) => set.every((name) => key.includes(name)));
}

/** Days end in `On`, instants in `At`; a few say what they are in one word. */
function hasUnit(name: string, { type }: Field): string | undefined {
  if (type === 'instant' && !/At$|^since$/.test(name)) return `${name} is an instant`;
  if (type === 'date' && !/On$|^day$|^until$|^period(Start|End)$/.test(name)) return `${name} is a date`;
  return undefined;
}

function ambiguousNames(entity: Entity): readonly string[] {
  const taken = new Map(Object.keys(entity.fields).map((name) => [foldColumnName(name), name]));
  const problems: string[] = [];
  for (const [name, { synonyms = [] }] of eachField(entity)) {
    for (const synonym of synonyms) {
      const folded = foldColumnName(synonym);
      if (taken.has(folded)) problems.push(`${name}: "${synonym}" stands for ${taken.get(folded)} already`);
      taken.set(folded, name);
    }
  }
  return problems;
}

function isBadReference([, field]: readonly [string, Field]): boolean {
  if (field.type !== 'reference') return false;
  const target = entityNamed(field.entity);
  const key = target?.fields.key;
  if (target?.key.join() !== 'key' || key?.type !== 'text' || !key.required) return true;
  return key.max !== field.max || key.compare !== field.compare;
}
