import { areas, type Expectation, expectations } from '../../test/formats/expectation.ts';

/** What is read how, docs/formats.md: the fixtures of test/formats as tables. */
export function formatsPage(): string {
  const all = expectations();
  const sections = areas.map((area) => [area, all.filter(({ path }) => path.startsWith(`${area}/`))] as const);
  const filled = sections.filter(([, members]) => members.length > 0);
  return `${[...opening, ...filled.flatMap(([area, members]) => section(area, members))].join('\n')}\n`;
}

const opening = [
  '<!-- Generated from test/formats. -->',
  '# What is read how',
  '',
  'Files as people have them, and what Tributary makes of each without a setting, unless one is named. Each line is a file in `test/formats` that every',
  'test run reads; its neighbour `.expect` has the rows that must come out, and what must be said of it.',
];

const titles: Readonly<Record<(typeof areas)[number], string>> = {
  csv: 'Text with separators',
  excel: 'Books',
  json: 'JSON',
  numbers: 'Numbers, dates and codes',
};

function section(area: (typeof areas)[number], members: readonly Expectation[]): readonly string[] {
  return [
    '',
    `## ${titles[area]}`,
    '',
    '| What is odd about it | How it is read | Written by | File |',
    '|---|---|---|---|',
    ...members.map(row),
  ];
}

function row({ fault, read, by, input, set, sheet }: Expectation): string {
  const settings = [...set, ...(sheet === undefined ? [] : [`sheet ${sheet}`])].map((each) => `\`${each}\``);
  const how = settings.length === 0 ? read : `With ${settings.join(', ')}: ${read}`;
  const file = `[${input.replace(/^.*\//, '')}](../test/formats/${encodeURI(input)})`;
  return `| ${[fault, how, by].map(cell).join(' | ')} | ${file} |`;
}

function cell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
