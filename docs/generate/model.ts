import type { Entity, Field } from '../../core/model/define.ts';
import { commonFields, modes } from '../../core/model/define.ts';
import { entities } from '../../core/model/entities/index.ts';

/** The reference page of the model, docs/model.md. */
export function modelPage(): string {
  return `${[
    ...opening,
    ...group('inventory', 'Inventory'),
    ...group('business', 'Business'),
    '',
    '## Every record',
    '',
    ...fieldTable(Object.entries(commonFields), []),
  ].join('\n')}\n`;
}

const opening = [
  '<!-- Generated from core/model/entities. -->',
  '# The model',
  '',
  'What mappings write. Each entity has the fields below; a mapping may add fields of its own under `custom`.',
  '',
  '- A field that is absent was not collected, `null` is known to be empty, anything else is its value.',
  '- Text is trimmed, and blank text is null. Verbatim text is written byte for byte.',
  '- Natural text compares without case and trailing blanks in keys and references, exact text as it is.',
  '- Text that is too long is cut, and the issues keep all of it; in a key or a reference it rejects the record.',
  '- NUL, U+0001 and halves of surrogate pairs reject in keys and references, and become U+FFFD elsewhere, as an issue.',
  '- Whole numbers are exact at any size. Decimals are text: `-5`, `0.25`.',
  '- A date is a day, `2024-03-31`. An instant is a point in time in UTC, `2024-03-31T22:00:00Z`.',
  '- Money is an amount and a currency, which a mapping gives as two fields: `unitPrice` and `unitPriceCurrency`.',
  '- A reference is the key of another record. Parents are written first.',
  `- A record has a mode: ${list(modes)}. \`upsert\` is the default; \`lookup\` only names a record of another source.`,
  '- A field that is needed must have a value: in a key in every mode, elsewhere in `upsert` and `create`.',
];

function group(name: Entity['group'], title: string): string[] {
  const members = [...entities.values()].filter((entity) => entity.group === name);
  const contents = members.map((entity) => `- [${entity.name}](#${entity.name.toLowerCase()}): ${entity.summary}`);
  return ['', `## ${title}`, '', ...contents, ...members.flatMap(section)];
}

function section({ name, summary, key, match = [], either = [], fields }: Entity): string[] {
  const own = Object.entries(fields).filter(([each]) => !Object.hasOwn(commonFields, each));
  const found = match.map((set) => set.map(code).join(' with ')).join(', else ');
  return [
    '',
    `### ${name}`,
    '',
    summary,
    '',
    `Key: ${list(key)}.${found === '' ? '' : ` The receiver finds it by ${found}.`}`,
    ...either.map((set) => `At least one of ${list(set)} is needed.`),
    '',
    ...fieldTable(own, key),
  ];
}

function fieldTable(fields: readonly (readonly [string, Field])[], key: readonly string[]): string[] {
  const rows = fields.map(([name, declared]) => {
    const needed = declared.required ? ', needed' : '';
    const part = key.includes(name) ? ', key' : '';
    const known = (declared.synonyms ?? []).join(', ');
    return `| \`${name}\` | ${typeText(declared)}${part}${needed} | ${summaryText(declared)} | ${known} |`;
  });
  return ['| Field | Type | What it says | Known column names |', '|---|---|---|---|', ...rows];
}

function typeText(declared: Field): string {
  switch (declared.type) {
    case 'text':
      return `${declared.verbatim ? 'verbatim ' : ''}text, ${declared.compare}, up to ${declared.max}`;
    case 'integer':
      return 'whole number';
    case 'decimal':
      return declared.minimum === undefined ? 'decimal' : `decimal from ${declared.minimum}`;
    case 'choice':
      return `one of ${list(declared.choices)}`;
    case 'list':
      return declared.choices ? `list of ${list(declared.choices)}` : `list of texts up to ${declared.max}`;
    case 'reference':
      return `reference to [${declared.entity}](#${declared.entity.toLowerCase()})`;
    default:
      return declared.type;
  }
}

function summaryText({ summary, personal }: Field): string {
  return `${summary}${personal ? ' Personal.' : ''}`;
}

function list(names: readonly string[]): string {
  return names.map(code).join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}
