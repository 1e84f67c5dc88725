import { catalogue } from '../../core/errors/catalogue.ts';
import type { CodeEntry, CodeKind } from '../../core/errors/code.ts';

/** The catalogue of codes, docs/errors.md. */
export function errorsPage(): string {
  const families = Map.groupBy(Object.entries<CodeEntry>(catalogue), ([code]) => code.split('/')[0]);
  const contents = [...families].map(([name, members]) => `- [${name}](#${name}): ${members.length} codes`);
  return `${[...opening, ...contents, ...[...families].flatMap(([name, members]) => section(name, members))].join('\n')}\n`;
}

const opening = [
  '<!-- Generated from core/errors/codes. -->',
  '# Codes',
  '',
  'Every code that Tributary prints. `tributary explain CODE` shows the same.',
  '',
];

/** What each kind of code does to a run. */
const kinds: Readonly<Record<CodeKind, string>> = {
  config: 'Stops; exit code 2.',
  source: 'Stops; exit code 3.',
  upload: 'The package stays in the queue; exit code 4.',
  storage: 'Stops; exit code 6.',
  issue: 'Is counted and kept in the package.',
  hold: 'The package waits for a person; exit code 5.',
  notice: 'Is said.',
  bug: 'Stops; exit code 70.',
};

function section(name: string, members: readonly (readonly [string, CodeEntry])[]): readonly string[] {
  return ['', `## ${name}`, ...members.flatMap(([code, entry]) => describe(code, entry))];
}

function describe(code: string, { kind, summary, cause, remedy }: CodeEntry): readonly string[] {
  return ['', `### ${code}`, '', summary, '', `- Effect: ${kinds[kind]}`, `- Cause: ${cause}`, `- Remedy: ${remedy}`];
}
