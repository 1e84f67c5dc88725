import type { Entity, Field } from '../model/define.ts';

/** The Frictionless table schema of the records of an entity, as far as its fields are mapped. */
export function tableSchema(entity: Entity, fields: readonly string[]): unknown {
  return {
    fields: fields.map((name) => {
      const declared = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
      return declared === undefined
        ? { name, type: 'any' }
        : { name, type: types[declared.type], description: declared.summary };
    }),
    primaryKey: entity.key.filter((name) => fields.includes(name)),
  };
}

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
