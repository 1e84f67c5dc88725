import type { Adapter } from '../../adapter/contract.ts';
import { catalogue } from '../../errors/catalogue.ts';
import type { Entity } from '../../model/define.ts';
import { entities } from '../../model/entities/index.ts';
import { optionsSchema } from '../../options/schema.ts';
import { functions } from '../functions/index.ts';
import { lookupFileShape, mappingProperties } from './mapping-shape.ts';
import { amountPattern, type Properties, type Shape } from './shape.ts';

/** A JSON Schema, draft 7: what the YAML language servers of editors read. */
export type Schema = Readonly<Record<string, unknown>>;

type KnownAdapter = Pick<Adapter, 'name' | 'summary' | 'options'>;

/** The JSON Schema of mapping files: their format, the model, and the options of these adapters. */
export function mappingSchema(adapters: readonly KnownAdapter[]): Schema {
  const whole = new Writer(adapters, false);
  const change = new Writer(adapters, true);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A mapping of Tributary',
    if: { type: 'object', required: ['extends'] },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema.
    then: { $ref: '#/definitions/overlay' },
    else: { $ref: '#/definitions/mapping' },
    definitions: {
      mapping: whole.object(mappingProperties, '', false),
      overlay: change.object(mappingProperties, '', false),
      expression: {
        type: scalar,
        description: `An expression: columns, literals, operators and functions. Functions: ${[...functions.keys()].join(', ')}.`,
      },
      ...Object.fromEntries([...entities.values()].map((entity) => [fieldsName(entity), fieldNames(entity)])),
    },
  };
}

/** What YAML makes of a word without quotes. */
const scalar = ['string', 'number', 'boolean', 'null'];
const filledScalar = ['string', 'number', 'boolean'];

/** Writes shapes as schemas. An overlay may leave out everything, and takes names away by null. */
class Writer {
  readonly #overlay: boolean;
  readonly #known: ReadonlyMap<string, Schema>;

  constructor(adapters: readonly KnownAdapter[], overlay: boolean) {
    this.#overlay = overlay;
    this.#known = knownNames(adapters);
  }

  object(properties: Properties, path: string, open: boolean): Schema {
    const needed = Object.entries(properties).flatMap(([name, { required }]) => (required ? [name] : []));
    const described = Object.entries(properties).map(([name, { summary, shape }]) => {
      return [name, { description: summary, ...this.#schema(shape, path === '' ? name : `${path}.${name}`) }];
    });
    return {
      type: this.#type('object'),
      properties: Object.fromEntries(described),
      ...(open ? {} : { additionalProperties: false }),
      ...(this.#overlay || needed.length === 0 ? {} : { required: needed }),
      ...this.#known.get(path),
    };
  }

  #schema(shape: Shape, path: string): Schema {
    const known = this.#known.get(path) ?? {};
    switch (shape.kind) {
      case 'any':
        return known;
      case 'expression':
        return { $ref: '#/definitions/expression' };
      case 'text':
        return {
          type: this.#type(filledScalar),
          ...(shape.pattern === undefined ? {} : { pattern: shape.pattern.source }),
          ...known,
        };
      case 'integer':
        return { type: this.#type('integer'), minimum: shape.minimum, maximum: shape.maximum, ...known };
      case 'boolean':
        return { type: this.#type('boolean'), ...known };
      case 'amount':
        return { type: this.#type(['string', 'integer']), pattern: amountPattern.source, minimum: 0, ...known };
      case 'choice':
        return { enum: this.#overlay ? [...shape.choices, null] : shape.choices, ...known };
      case 'list':
        return { type: this.#type('array'), items: this.#schema(shape.of, `${path}[]`), ...known };
      case 'names':
        return { type: this.#type('object'), additionalProperties: this.#schema(shape.of, `${path}{}`), ...known };
      case 'object':
        return this.object(shape.properties, path, shape.open === true);
      case 'either':
        return { anyOf: shape.shapes.map((each) => this.#schema(each, path)), ...known };
    }
  }

  #type(types: string | readonly string[]): string | readonly string[] {
    return this.#overlay ? [types, 'null'].flat() : types;
  }
}

/** What is known of the names and values at certain places, beyond their shape. */
function knownNames(adapters: readonly KnownAdapter[]): ReadonlyMap<string, Schema> {
  const names = [...entities.keys()];
  const codes = Object.entries(catalogue).flatMap(([code, { kind }]) => (kind === 'issue' ? [code] : []));
  const lookupFile = lookupFileShape.kind === 'object' ? Object.entries(lookupFileShape.properties) : [];
  return new Map<string, Schema>([
    ['source', { allOf: adapters.map(ofAdapter) }],
    ['source.adapter', { enum: adapters.map(({ name }) => name) }],
    ['completeness', { propertyNames: { enum: names } }],
    ['records[]', { allOf: [...entities.values()].map(ofEntity) }],
    ['records[].entity', { enum: names }],
    [
      'lookups{}',
      { properties: Object.fromEntries(lookupFile.map(([name, { summary }]) => [name, { description: summary }])) },
    ],
    ['tests[].expect', { propertyNames: { enum: names } }],
    ['tests[].issues[]', { enum: codes }],
  ]);
}

function ofAdapter({ name, options }: KnownAdapter): Schema {
  const { properties } = optionsSchema(options);
  const own =
    mappingProperties.source.shape.kind === 'object' ? Object.keys(mappingProperties.source.shape.properties) : [];
  const allowed = { enum: [...own, ...Object.keys(options)] };
  return when('adapter', name, { properties, propertyNames: allowed });
}

function ofEntity(entity: Entity): Schema {
  return when('entity', entity.name, { properties: { fields: { $ref: `#/definitions/${fieldsName(entity)}` } } });
}

function when(property: string, value: string, schema: Schema): Schema {
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema.
  return { if: { properties: { [property]: { const: value } }, required: [property] }, then: schema };
}

function fieldsName({ name }: Entity): string {
  return `fieldsOf${name}`;
}

/** The fields of an entity with their descriptions; of money the currency too. */
function fieldNames({ fields }: Entity): Schema {
  const described = Object.entries(fields).flatMap(([name, { type, summary }]) => {
    const own = [name, { description: `${type}: ${summary}` }] as const;
    return type === 'money'
      ? [own, [`${name}Currency`, { description: `The currency of ${name}, such as EUR.` }] as const]
      : [own];
  });
  return { properties: Object.fromEntries(described), additionalProperties: false };
}
