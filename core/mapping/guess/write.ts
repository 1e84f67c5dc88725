import { columnText, commentText, escapeUnseen, quotedText, yamlText } from './column-text.ts';
import type { Draft } from './draft.ts';
import type { FieldDraft } from './expression.ts';
import type { RecordDraft } from './parents.ts';

/** How the mapping is headed: what is not said by the columns. */
export interface Heading {
  readonly name: string;
  readonly summary: string;
  readonly schema: string;
  readonly adapter: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly dataset?: string;
}

/** A test of one row: its cells, and the record that comes out as JSON texts by field. */
export interface TestDraft {
  readonly row: readonly (readonly [column: string, value: string | boolean])[];
  readonly entity: string;
  readonly record: readonly { readonly name: string; readonly raw: string }[];
  readonly issues: readonly string[];
}

/** Writes a mapping file, with the proof beside each field. */
export function writeMapping(heading: Heading, draft: Draft, test?: TestDraft): string {
  return [
    `# yaml-language-server: $schema=${commentText(heading.schema)}`,
    ...draft.questions.map((question) => `# Question: ${commentText(question)}`),
    `mapping: ${heading.name}`,
    `summary: ${quotedText(heading.summary)}`,
    ...sourceLines(heading, draft),
    '# What is not in the file may be elsewhere: nothing is taken for deleted. A file that is always whole may say everything.',
    'completeness:',
    ...[...new Set(draft.records.map(({ entity }) => entity.name))].map((name) => `  ${name}: additions`),
    'columns:',
    ...draft.used.map((name) => `  ${keyText(name)}: []`),
    ...unusedLines(draft),
    'records:',
    ...draft.records.flatMap(recordLines),
    ...lookupLines(draft),
    'limits: { rejects: 25%, shrink: 20% }',
    ...(test === undefined ? [] : testLines(test)),
    '',
  ].join('\n');
}

function keyText(name: string): string {
  return /^[\p{L}][\p{L}\p{N}_]*$/u.test(name) ? yamlText(name) : quotedText(name);
}

function sourceLines({ adapter, options, dataset }: Heading, { records }: Draft): readonly string[] {
  const needsZone = records.some(({ fields }) => fields.some((field) => field.needsZone));
  return [
    'source:',
    `  adapter: ${yamlText(adapter)}`,
    ...Object.entries(options).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [`  ${keyText(name)}: ${typeof value === 'string' ? quotedText(value) : JSON.stringify(value)}`],
    ),
    ...(dataset === undefined ? [] : [`  dataset: ${quotedText(dataset)}`]),
    ...(needsZone
      ? [
          '  # The data do not say in which zone their times are: put the right one here, such as Europe/Berlin.',
          '  zone: UTC',
        ]
      : []),
  ];
}

function unusedLines({ unused }: Draft): readonly string[] {
  if (unused.length === 0) return [];
  return [
    '# Not used:',
    ...unused.map(
      ({ column, reason }) =>
        `#   ${commentText(columnText(column.slice(0, 200)))}${reason === undefined ? '' : `: ${commentText(reason)}`}`,
    ),
  ];
}

function recordLines({ entity, name, comment, mode, when, onReject, key, fields }: RecordDraft): readonly string[] {
  const width = Math.max(0, ...fields.map(({ field }) => field.length)) + 2;
  return [
    ...(comment === undefined ? [] : [`  # ${comment}`]),
    `  - entity: ${entity.name}`,
    ...(name === undefined ? [] : [`    as: ${name}`]),
    ...(mode === undefined ? [] : [`    mode: ${mode}`]),
    ...(when === undefined ? [] : [`    when: ${yamlText(when)}`]),
    ...(onReject === undefined ? [] : [`    onReject: ${onReject}`]),
    ...(key === undefined
      ? []
      : [`    key: ${yamlText(key.expression)}${key.proof === '' ? '' : `  # ${commentText(key.proof)}`}`]),
    ...(fields.length === 0 ? [] : ['    fields:', ...fields.map((field) => fieldLine(field, width))]),
  ];
}

function fieldLine({ field, expression, proof }: FieldDraft, width: number): string {
  return `      ${`${field}:`.padEnd(width)}${yamlText(expression)}${proof === '' ? '' : `  # ${commentText(proof)}`}`;
}

function lookupLines({ records }: Draft): readonly string[] {
  const tables = records.flatMap(({ fields }) =>
    fields.flatMap(({ lookup }) => (lookup === undefined ? [] : [lookup])),
  );
  if (tables.length === 0) return [];
  return [
    'lookups:',
    ...tables.flatMap(({ name, entries }) => [
      `  ${quotedText(name)}:`,
      ...[...entries].map(([value, choice]) => `    ${quotedText(value)}: ${choice ?? 'null'}`),
    ]),
  ];
}

function testLines({ row, entity, record, issues }: TestDraft): readonly string[] {
  return [
    'tests:',
    '  - name: a row of the file that it was guessed from',
    '    row:',
    ...row.map(
      ([column, value]) => `      ${keyText(column)}: ${typeof value === 'string' ? quotedText(value) : value}`,
    ),
    ...(record.length === 0
      ? [`    expect: { ${entity}: [] }`]
      : [
          '    expect:',
          `      ${entity}:`,
          ...record.map(({ name, raw }) => `        ${keyText(name)}: ${escapeUnseen(raw)}`),
        ]),
    ...(issues.length === 0 ? [] : [`    issues: [${issues.join(', ')}]`]),
  ];
}
