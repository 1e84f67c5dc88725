import { type Fault, fault, type Place } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { Located, LocatedMap } from './located.ts';

/** What a place of a mapping file may hold. One declaration gives the check, the JSON Schema and the reference page. */
export type Shape =
  | { readonly kind: 'text'; readonly pattern?: RegExp; readonly expected?: string }
  | { readonly kind: 'expression' }
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** A share such as `5%`, or a whole number. */
  | { readonly kind: 'amount' }
  | { readonly kind: 'list'; readonly of: Shape }
  /** Names of the author's own. */
  | { readonly kind: 'names'; readonly of: Shape }
  | { readonly kind: 'object'; readonly properties: Properties; readonly open?: true }
  | { readonly kind: 'either'; readonly shapes: readonly Shape[] }
  | { readonly kind: 'any' };

/** A share of at most 100%, or a number. */
export const amountPattern = /^(?:100(?:\.0+)?|\d{1,2}(?:\.\d+)?)%$|^\d+$/;

export type Properties = Readonly<Record<string, Property>>;
export interface Property {
  readonly summary: string;
  readonly shape: Shape;
  readonly required?: true;
}

/** Every deviation of a document from a shape: unknown names, missing ones, wrong kinds. */
export function checkShape(node: Located, shape: Shape, path: string): readonly Fault[] {
  const wrong = (expected: string, hint = ''): readonly Fault[] => [
    fault(
      'mapping/wrong-value',
      `${path === '' ? 'A mapping' : path}: expected ${expected}, found ${describe(node)}.${hint}`,
      { place: node.place },
    ),
  ];
  switch (shape.kind) {
    case 'any':
      return [];
    case 'expression':
      return node.kind === 'scalar' && node.text !== '' ? [] : wrong('an expression', quotesHint(node));
    case 'text':
      if (node.kind !== 'scalar' || node.text === '') return wrong(shape.expected ?? 'a text');
      return shape.pattern === undefined || shape.pattern.test(node.text)
        ? []
        : wrong(shape.expected ?? 'another text');
    case 'integer':
      if (
        node.kind === 'scalar' &&
        typeof node.value === 'number' &&
        Number.isInteger(node.value) &&
        node.value >= shape.minimum &&
        node.value <= shape.maximum
      )
        return [];
      return wrong(`a whole number from ${shape.minimum} to ${shape.maximum}`);
    case 'boolean':
      return node.kind === 'scalar' && typeof node.value === 'boolean' ? [] : wrong('true or false');
    case 'amount':
      return node.kind === 'scalar' && amountPattern.test(node.text)
        ? []
        : wrong('a share such as 5%, at most 100%, or a number');
    case 'choice':
      if (node.kind === 'scalar' && shape.choices.includes(node.text)) return [];
      return [
        fault(
          'mapping/wrong-value',
          `${path}: expected one of ${shape.choices.join(', ')}, found ${describe(node)}.${node.kind === 'scalar' ? didYouMean(node.text, shape.choices) : ''}`,
          { place: node.place },
        ),
      ];
    case 'list':
      return node.kind === 'list'
        ? node.items.flatMap((item, index) => checkShape(item, shape.of, `${path}[${index + 1}]`))
        : wrong('a list');
    case 'names':
      return node.kind === 'map'
        ? [...node.entries].flatMap(([name, { value }]) => checkShape(value, shape.of, `${path}.${name}`))
        : wrong('names with values');
    case 'object':
      return node.kind === 'map'
        ? checkProperties(node, shape.properties, shape.open === true, path)
        : wrong(`the properties ${Object.keys(shape.properties).join(', ')}`);
    case 'either': {
      const results = shape.shapes.map((each) => checkShape(node, each, path));
      return (
        results.find((faults) => faults.length === 0) ??
        results[shape.shapes.findIndex((each) => sameKind(each, node))] ??
        results[0]
      );
    }
  }
}

/** To YAML a column in brackets is a list of one. */
function quotesHint(node: Located): string {
  if (node.kind !== 'list' || node.items.length !== 1 || node.items[0].kind !== 'scalar') return '';
  return ` A column in brackets is quoted: '[${node.items[0].text}]'.`;
}

function checkProperties(node: LocatedMap, properties: Properties, open: boolean, path: string): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [name, { place, value }] of node.entries) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property !== undefined) faults.push(...checkShape(value, property.shape, join(path, name)));
    else if (!open) faults.push(unknownProperty(name, path, place, Object.keys(properties)));
  }
  for (const [name, { required, summary }] of Object.entries(properties)) {
    if (required && !node.entries.has(name)) {
      faults.push(
        fault('mapping/missing-property', `${join(path, name)} is missing. ${summary}`, { place: node.place }),
      );
    }
  }
  return faults;
}

function unknownProperty(name: string, path: string, place: Place, known: readonly string[]): Fault {
  const suggestion = didYouMean(name, known) || ` Known here: ${known.join(', ')}.`;
  return fault(
    'mapping/unknown-property',
    `${path === '' ? 'A mapping' : path} has no property "${name}".${suggestion}`,
    { place },
  );
}

function sameKind(shape: Shape, node: Located): boolean {
  if (node.kind === 'list') return shape.kind === 'list';
  return node.kind === 'map'
    ? shape.kind === 'object' || shape.kind === 'names'
    : shape.kind !== 'list' && shape.kind !== 'object' && shape.kind !== 'names';
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function describe(node: Located): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return `the properties ${[...node.entries.keys()].join(', ')}`;
  return node.text === '' ? 'nothing' : JSON.stringify(node.text);
}
