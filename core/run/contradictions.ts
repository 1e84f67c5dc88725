import { type Fault, fault } from '../errors/errors.ts';
import type { Mapping, RecordRule } from '../mapping/mapping.ts';

/** Why mappings can not be imported together, whatever their datasets hold: what one says of a package another one denies. */
export function contradictions(mappings: readonly Mapping[]): readonly Fault[] {
  const entities = [...new Set(mappings.flatMap(({ records }) => records.map(({ entity }) => entity)))];
  return [
    ...sameNames(mappings),
    ...entities.flatMap((entity) => [...scopes(entity, mappings), ...types(entity, mappings)]),
  ];
}

function sameNames(mappings: readonly Mapping[]): readonly Fault[] {
  return mappings.flatMap(({ name, file }, index) => {
    const first = mappings.find((each) => each.name === name);
    if (first === undefined || first === mappings[index]) return [];
    const message = `Two mappings are called ${name}: ${first.file} and ${file}. Rename one of them, or run only one.`;
    return [fault('mapping/contradiction', message, { place: { file } })];
  });
}

/** A package says of an entity what all its records are; two claims can only stand if they mean the same. */
function scopes(entity: string, mappings: readonly Mapping[]): readonly Fault[] {
  const claims = mappings.filter(
    ({ completeness, records }) =>
      records.some((rule) => rule.entity === entity) &&
      ['everything', 'presence'].includes(completeness.get(entity) ?? ''),
  );
  return claims.slice(1).flatMap(({ name, file, scope, completeness }) => {
    const [first] = claims;
    if (first.scope === scope && first.completeness.get(entity) === completeness.get(entity)) return [];
    const said = (of: Mapping) => `${of.name} claims ${of.completeness.get(entity)} of ${JSON.stringify(of.scope)}`;
    const message = `${entity}: ${said(first)}, and ${name} claims ${completeness.get(entity)} of ${JSON.stringify(scope)}. One package can hold one of them: give both the same scope, or let one of them claim additions, or run them apart.`;
    return [fault('mapping/contradiction', message, { place: { file } })];
  });
}

/** A field of one's own has one type in a package. */
function types(entity: string, mappings: readonly Mapping[]): readonly Fault[] {
  const known = new Map<string, { readonly type: string; readonly mapping: string }>();
  return mappings.flatMap(({ name: mapping, records }) =>
    customOf(entity, records).flatMap(({ name, custom, place }) => {
      const first = known.get(name) ?? { type: custom, mapping };
      known.set(name, first);
      if (first.type === custom || first.mapping === mapping) return [];
      const message = `${entity}: the field ${name} is ${first.type} in ${first.mapping}, and ${custom} in ${mapping}. Give both the same type, or one of them another name.`;
      return [fault('mapping/contradiction', message, { place })];
    }),
  );
}

function customOf(entity: string, records: readonly RecordRule[]) {
  return records
    .filter((rule) => rule.entity === entity)
    .flatMap(({ fields }) =>
      fields.flatMap(({ name, custom, place }) => (custom === undefined ? [] : [{ name, custom, place }])),
    );
}
