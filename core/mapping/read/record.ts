import { type Fault, fault } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { type Entity, type Mode, modes } from '../../model/define.ts';
import { entities } from '../../model/entities/index.ts';
import { duplicatePolicies } from '../../run/plan.ts';
import type { Located, LocatedEntry, LocatedMap } from '../format/located.ts';
import { customTypes, updateRules } from '../format/mapping-shape.ts';
import { choice, isTrue, items, names, scalarText, textOf } from '../format/nodes.ts';
import { parseExpression } from '../language/parse.ts';
import { SyntaxFault } from '../language/tokens.ts';
import type { ExpressionText, FieldRule, RecordRule } from '../mapping.ts';

/** One of the records that a mapping makes, with its expressions parsed. Its entity and fields are looked up in the model. */
export function readRecord(record: LocatedMap, faults: Fault[]): RecordRule {
  const entityName = textOf(record, 'entity') ?? '';
  const entity = entities.get(entityName);
  if (entity === undefined && entityName !== '') {
    const place = record.entries.get('entity')?.value.place ?? record.place;
    faults.push(
      fault(
        'mapping/unknown-entity',
        `The model has no entity "${entityName}".${didYouMean(entityName, entities.keys())}`,
        { place },
      ),
    );
  }
  const fields = names(record, 'fields').map(([name, entry]) => readField(name, entry, faults));
  const key = record.entries.get('key');
  if (key !== undefined) {
    if (fields.some(({ name }) => name === 'key'))
      faults.push(
        fault('mapping/wrong-value', 'The key is given twice: beside fields and in them.', { place: key.place }),
      );
    else fields.unshift(readField('key', key, faults));
  }
  for (const { name, place } of fields) {
    if (entity === undefined || isField(name, entity.fields)) continue;
    faults.push(
      fault(
        'mapping/unknown-field',
        `${entityName} has no field "${name}".${didYouMean(name, Object.keys(entity.fields))} Fields of your own go under custom.`,
        { place },
      ),
    );
  }
  const custom = names(record, 'custom').map(([name, entry]): FieldRule => {
    const type = entry.value.kind === 'map' ? choice(entry.value.entries.get('type')?.value, customTypes) : undefined;
    return { ...readField(name, entry, faults), custom: type ?? 'text' };
  });
  const each = expression(record.entries.get('each')?.value, faults);
  const when = expression(record.entries.get('when')?.value, faults);
  const match = items(record, 'match').map((node) => readMatch(node, entity, faults));
  return {
    entity: entityName,
    name: textOf(record, 'as') ?? entityName,
    place: record.place,
    ...(each === undefined ? {} : { each }),
    ...(when === undefined ? {} : { when }),
    mode: choice<Mode>(record.entries.get('mode')?.value, modes) ?? 'upsert',
    onReject: choice(record.entries.get('onReject')?.value, ['row', 'record'] as const) ?? 'row',
    duplicates: choice(record.entries.get('duplicates')?.value, duplicatePolicies) ?? 'fill',
    ...(match.length > 0 ? { match } : {}),
    fields: [...fields, ...custom],
  };
}

function readMatch(node: Located, entity: Entity | undefined, faults: Fault[]): string {
  const name = scalarText(node);
  if (entity !== undefined && !Object.hasOwn(entity.fields, name)) {
    const message = `${entity.name} has no field "${name}" to match by.${didYouMean(name, Object.keys(entity.fields))}`;
    faults.push(fault('mapping/unknown-field', message, { place: node.place }));
  }
  return name;
}

/** A field of the model, or the currency of one that is money. */
function isField(name: string, fields: Readonly<Record<string, { readonly type: string }>>): boolean {
  if (Object.hasOwn(fields, name)) return true;
  const amount = name.replace(/Currency$/, '');
  return amount !== name && Object.hasOwn(fields, amount) && fields[amount].type === 'money';
}

function readField(name: string, { place, value }: LocatedEntry, faults: Fault[]): FieldRule {
  const rules = value.kind === 'map' ? value.entries : new Map<string, LocatedEntry>();
  const text = expression(value.kind === 'map' ? rules.get('value')?.value : value, faults);
  return {
    name,
    place,
    value: text ?? { text: 'null', tree: parseExpression('null'), placeAt: () => place },
    required: isTrue(rules.get('required')?.value),
    update: choice(rules.get('update')?.value, updateRules) ?? 'always',
    onIssue: choice(rules.get('onIssue')?.value, ['omit', 'reject'] as const) ?? 'omit',
  };
}

function expression(node: Located | undefined, faults: Fault[]): ExpressionText | undefined {
  if (node === undefined || node.kind !== 'scalar' || node.text === '') return undefined;
  try {
    return { text: node.text, tree: parseExpression(node.text), placeAt: node.placeAt };
  } catch (cause) {
    if (!(cause instanceof SyntaxFault)) throw cause;
    faults.push(fault('mapping/syntax', cause.message, { place: node.placeAt(cause.offset) }));
    return undefined;
  }
}
