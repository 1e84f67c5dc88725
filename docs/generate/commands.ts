import type { Command, CommandArgument, CommandOption } from '../../core/cli/command.ts';
import { commands, groups } from '../../core/cli/commands.ts';

/** The reference page of the command line, docs/commands.md. */
export function commandsPage(): string {
  const contents = commands.map(({ name, summary }) => `- [${name}](#${anchor(name)}): ${summary}`);
  return `${[...opening, ...contents, '', ...groupNotes(), ...commands.flatMap(section)].join('\n')}\n`;
}

const opening = [
  '<!-- Generated from core/cli/commands.ts. -->',
  '# Commands',
  '',
  'Every command also takes `--json` (one JSON document on standard output, messages on standard error), `--verbose` and `--help`.',
  '',
  'Exit codes: 0 sealed, also with rejects within limits; 1 a test failed; 2 configuration; 3 source; 4 upload; 5 held; 6 storage;',
  '70 a bug or an open ledger; 130 interrupted.',
  '',
];

function groupNotes(): readonly string[] {
  return groups.map(({ name, summary }) => `\`tributary ${name} …\`: ${summary}`);
}

function section({ name, summary, description, args, options, examples }: Command): readonly string[] {
  return [
    '',
    `## ${name}`,
    '',
    `    ${['tributary', name, ...args.map(shown), ...(options.length > 0 ? ['[options]'] : [])].join(' ')}`,
    '',
    summary,
    ...(description === undefined ? [] : ['', description]),
    ...block(args.map((each) => `- \`${each.name}\`: ${each.summary}`)),
    ...block(options.map(optionLine)),
    ...examples.flatMap(({ call, says }) => ['', `${says[0].toUpperCase()}${says.slice(1)}:`, '', `    ${call}`]),
  ];
}

function block(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function shown({ name, optional, variadic }: CommandArgument): string {
  const inner = `${name}${variadic ? '...' : ''}`;
  return optional ? `[${inner}]` : `<${inner}>`;
}

function optionLine({ flags, summary, choices }: CommandOption): string {
  return `- \`${flags}\`: ${summary}${choices === undefined ? '' : `; one of ${choices.join(', ')}`}`;
}

function anchor(name: string): string {
  return name.replaceAll(' ', '-');
}
