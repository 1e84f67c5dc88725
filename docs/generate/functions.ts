import type { Example, FunctionGroup, FunctionSpec, Parameter } from '../../core/mapping/functions/define.ts';
import { functions } from '../../core/mapping/functions/index.ts';
import { mostDigits, quotientDigits } from '../../core/mapping/functions/number.ts';

/** The reference page of the mapping language's functions, docs/functions.md. */
export function functionsPage(): string {
  const contents = groups.map(([group, title]) => `- ${title}: ${members(group).map(link).join(', ')}`);
  return `${[...opening, ...contents, ...groups.flatMap(([group, title]) => section(group, title))].join('\n')}\n`;
}

const groups: readonly (readonly [FunctionGroup, string])[] = [
  ['text', 'Texts'],
  ['numbers', 'Numbers'],
  ['dates', 'Dates and instants'],
  ['choice', 'Choice'],
  ['inventory', 'Inventory'],
  ['lists', 'Lists'],
  ['hashing', 'Digests'],
];

const opening = [
  '<!-- Generated from core/mapping/functions. -->',
  '# Functions',
  '',
  'What expressions of mappings call. `x | f(a)` means `f(x, a)`. Each example is run as a test.',
  '',
  '- A null argument makes the result null, unless the function says otherwise.',
  '- A text that can not be converted is an issue of its row, with the code that the example shows. Blank text is null.',
  '- Where a number is wanted, a text is read as a plain decimal such as `-1234.5`; where a text is wanted, other values are written as text. Dates, instants and lists are never made without a function.',
  `- Numbers are exact, up to ${mostDigits} digits. A quotient has at most ${quotientDigits} fraction digits, rounded half to even.`,
  '- Arguments in _italics_ must be written out, not computed: they are checked before any row is read. One with a colon is given by its name, as in `zone: "Europe/Berlin"`. One with a question mark may be left out; one with dots may be given several times.',
  '',
];

function members(group: FunctionGroup): readonly FunctionSpec[] {
  return [...functions.values()].filter((spec) => spec.group === group);
}

function link({ name }: FunctionSpec): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function section(group: FunctionGroup, title: string): readonly string[] {
  return ['', `## ${title}`, ...members(group).flatMap(entry)];
}

function entry({ name, summary, details, parameters, returns, examples }: FunctionSpec): readonly string[] {
  return [
    '',
    `### ${name}`,
    '',
    summary,
    ...(details === undefined ? [] : ['', details]),
    '',
    `${name}(${parameters.map(shown).join(', ')}) gives ${returns === 'argument' ? 'the type of its argument' : returns}.`,
    '',
    ...parameters.map((each) => `- ${shown(each)}, ${each.type}: ${each.summary}`),
    '',
    '```',
    ...examples.flatMap(exampleLines),
    '```',
  ];
}

function shown({ name, literal, named, optional, rest }: Parameter): string {
  const text = `${name}${named ? ':' : ''}${optional ? '?' : ''}${rest ? ' …' : ''}`;
  return literal ? `_${text}_` : text;
}

function exampleLines({ expression, gives, fails, zone, lookups }: Example): readonly string[] {
  const zones = zone === undefined ? [] : [`zone: ${zone}`];
  const tables = Object.entries(lookups ?? {}).map(([name, table]) => `${name}: ${JSON.stringify(table)}`);
  const around = [...zones, ...tables].join(', ');
  const outcome = fails === undefined ? JSON.stringify(gives) : `an issue, ${fails}`;
  return [`${expression}`, `  -> ${outcome}${around === '' ? '' : `    (${around})`}`];
}
