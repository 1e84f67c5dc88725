import { type Entity, type Field, modes } from './define.ts';

/** How the manifest of a package describes records: Frictionless Table Schema. */

/** A decimal is a string there: JSON numbers would round it. */
const types: Readonly<Record<Field['type'], string>> = {
  text: 'string',
  integer: 'integer',
  decimal: 'string',
  boolean: 'boolean',
  date: 'date',
  instant: 'datetime',
  choice: 'string',
  list: 'array',
  money: 'object',
  reference: 'string',
};

function frictionlessType({ type }: Pick<Field, 'type'>): string {
  return types[type];
}

export interface TableSchema {
  readonly fields: readonly Readonly<Record<string, unknown>>[];
  readonly primaryKey?: readonly string[];
  readonly foreignKeys?: readonly ForeignKey[];
}

interface ForeignKey {
  readonly fields: string;
  /** `""` is the same resource. */
  readonly reference: { readonly resource: string; readonly fields: string };
}

/**
 * The schema of the lines of an entity: of the named fields of it, and of `mode` and `custom` where they are named.
 * `resources` are the entities of the package, without which a foreign key would name nothing.
 */
export function frictionlessSchema(
  entity: Entity,
  fields: readonly string[],
  resources: readonly string[] = [],
): TableSchema {
  const hasKey = entity.key.every((name) => fields.includes(name));
  const foreignKeys = fields.flatMap((name) => foreignKey(entity, name, resources));
  return {
    fields: fields.map((name) => describe(entity, name)),
    ...(hasKey ? { primaryKey: entity.key } : {}),
    ...(foreignKeys.length > 0 ? { foreignKeys } : {}),
  };
}

function describe(entity: Entity, name: string): Record<string, unknown> {
  if (name === 'mode') return { name, type: 'string', description: modeSummary, constraints: { enum: modes } };
  if (!Object.hasOwn(entity.fields, name)) return { name, type: name === 'custom' ? 'object' : 'any' };
  const declared = entity.fields[name];
  const found = constraints(declared, entity.key.includes(name));
  return {
    name,
    type: frictionlessType(declared),
    description: declared.summary,
    ...(Object.keys(found).length > 0 ? { constraints: found } : {}),
  };
}

const modeSummary = 'How the receiver treats the record; absent is upsert.';

function constraints(declared: Field, key: boolean): Record<string, unknown> {
  // Elsewhere than in the key, records of some modes may lack a required field.
  const required = key && declared.required ? { required: true } : {};
  switch (declared.type) {
    case 'text':
    case 'reference':
      return { ...required, maxLength: declared.max };
    case 'choice':
      return { ...required, enum: declared.choices };
    case 'integer':
      return { ...required, minimum: exact(declared.minimum), maximum: exact(declared.maximum) };
    case 'decimal':
      return { ...required, pattern: decimalPattern };
    default:
      return required;
  }
}

const decimalPattern = '^-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$';

/** As a number where JSON readers keep it, else as its digits. */
function exact(limit: bigint): number | string {
  const number = Number(limit);
  return Number.isSafeInteger(number) ? number : String(limit);
}

function foreignKey(entity: Entity, name: string, resources: readonly string[]): readonly ForeignKey[] {
  const declared = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
  if (declared?.type !== 'reference') return [];
  const isSelf = declared.entity === entity.name;
  if (!isSelf && !resources.includes(declared.entity)) return [];
  return [{ fields: name, reference: { resource: isSelf ? '' : resourceName(declared.entity), fields: 'key' } }];
}

/** How a package calls the resource with the records of an entity: the standard wants lower case. */
export function resourceName(entity: string): string {
  return entity.toLowerCase();
}
