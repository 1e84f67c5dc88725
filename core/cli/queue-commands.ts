import type { Command, CommandArgument, CommandOption } from './command.ts';

/** The commands that look after the queue. */

const packageId: CommandArgument = { name: 'id', summary: 'the id of a package; a beginning that is unique is enough' };
export const spool: CommandOption = {
  flags: '--spool <folder>',
  summary: 'the folder of the queue (default: TRIBUTARY_SPOOL, or else ./spool)',
};

export const queueCommands: readonly Command[] = [
  {
    name: 'queue list',
    summary: 'List the packages of the queue.',
    args: [],
    options: [
      spool,
      {
        flags: '--state <state>',
        summary: 'only those in this state',
        choices: ['ready', 'sending', 'sent', 'held', 'failed', 'superseded'],
      },
    ],
    examples: [{ call: 'tributary queue list --state held', says: 'what waits for a person' }],
    load: () => import('./commands/queue-list.ts'),
  },
  {
    name: 'queue show',
    summary: 'Show a package: what it holds, why it is held, and what was done to it.',
    args: [packageId],
    options: [spool],
    examples: [],
    load: () => import('./commands/queue-show.ts'),
  },
  {
    name: 'queue check',
    summary: 'Compare the books of the queue with its files.',
    args: [],
    options: [spool, { flags: '--deep', summary: 'read every byte of every package' }],
    examples: [],
    load: () => import('./commands/queue-check.ts'),
  },
  {
    name: 'queue release',
    summary: 'Let a held package go on its way.',
    args: [packageId],
    options: [spool],
    examples: [],
    load: () => import('./commands/queue-release.ts'),
  },
  {
    name: 'queue drop',
    summary: 'Remove a package and its files; a line in the history stays.',
    args: [packageId],
    options: [spool],
    examples: [],
    load: () => import('./commands/queue-drop.ts'),
  },
  {
    name: 'queue export',
    summary: 'Write the members of a package as files, for DuckDB, pandas or a look.',
    args: [packageId, { name: 'folder', summary: 'an empty or new folder' }],
    options: [spool],
    examples: [
      {
        call: 'tributary queue export spreadsheets-computers-000001 out',
        says: `then: duckdb -c "from read_ndjson('out/Computer.ndjson.gz')"`,
      },
    ],
    load: () => import('./commands/queue-export.ts'),
  },
];
