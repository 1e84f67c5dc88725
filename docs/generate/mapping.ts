import { lookupFileShape, mappingShape } from '../../core/mapping/format/mapping-shape.ts';
import type { Properties, Shape } from '../../core/mapping/format/shape.ts';

/** The tables of properties in docs/mapping.md, one for each kind of object in a mapping file. */
export function mappingReference(): string {
  const tables: string[] = [];
  const add = (title: string, properties: Properties): void => {
    tables.push([`### ${title}`, '', ...table(properties)].join('\n'));
    for (const [name, { shape }] of Object.entries(properties)) {
      for (const inner of objectsIn(shape)) add(`${title === top ? '' : `${title} › `}${name}`, inner);
    }
  };
  for (const properties of objectsIn(mappingShape)) add(top, properties);
  for (const properties of objectsIn(lookupFileShape)) add('lookups, from a file', properties);
  return tables.join('\n\n');
}

const top = 'A mapping';

function table(properties: Properties): readonly string[] {
  const rows = Object.entries(properties).map(([name, { summary, shape, required }]) => {
    return `| \`${name}\` | ${kindOf(shape)}${required ? ', needed' : ''} | ${summary} |`;
  });
  return ['| Property | Kind | What it says |', '|---|---|---|', ...rows];
}

/** The objects with declared properties that stand at this place. */
function objectsIn(shape: Shape): readonly Properties[] {
  if (shape.kind === 'object') return [shape.properties];
  if (shape.kind === 'list' || shape.kind === 'names') return objectsIn(shape.of);
  return shape.kind === 'either' ? shape.shapes.flatMap(objectsIn) : [];
}

function kindOf(shape: Shape): string {
  switch (shape.kind) {
    case 'choice':
      return shape.choices.map((each) => `\`${each}\``).join(', ');
    case 'integer':
      return `${shape.minimum} to ${shape.maximum}`;
    case 'boolean':
      return '`true`, `false`';
    case 'amount':
      return 'a share such as `5%`, or a number';
    case 'list':
      return `list of ${plural(shape.of)}`;
    case 'names':
      return `by name: ${kindOf(shape.of)}`;
    case 'object':
      return 'properties, see below';
    case 'either':
      return shape.shapes.map(kindOf).join('; or ');
    case 'any':
      return 'value';
    default:
      return shape.kind;
  }
}

function plural(shape: Shape): string {
  if (shape.kind === 'text') return 'texts';
  return shape.kind === 'object' ? 'properties, see below' : kindOf(shape);
}
