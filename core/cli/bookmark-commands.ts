import type { Command, CommandArgument, CommandOption } from './command.ts';
import { spool } from './queue-commands.ts';

/** The commands that look after bookmarks, and what a run is told of them. */

const mapping: CommandArgument = { name: 'mapping', summary: 'the name of the mapping, such as site/usage' };
const which: readonly CommandOption[] = [
  { flags: '--of <source>', summary: 'the name of the source, where the mapping has bookmarks of several' },
  { flags: '--dataset <name>', summary: 'the dataset, where there are several' },
];

/** How much of its source a run reads. */
export const readingOptions: readonly CommandOption[] = [
  { flags: '--full', summary: 'read everything, also where a run would read what has changed' },
  {
    flags: '--incremental',
    summary:
      'read what has changed since the last run, and everything each week; a source file can say so for all runs',
  },
  { flags: '--from <value>', summary: 'with --to: read a range of the column that tells changes; no bookmark moves' },
  { flags: '--to <value>', summary: 'the end of the range, which is part of it' },
];

export const bookmarkCommands: readonly Command[] = [
  {
    name: 'bookmark list',
    summary: 'List where the next incremental runs go on.',
    args: [],
    options: [spool],
    examples: [],
    load: () => import('./commands/bookmark-list.ts'),
  },
  {
    name: 'bookmark show',
    summary: 'Show a bookmark: its value, which package has moved it, and when everything was read last.',
    args: [mapping],
    options: [...which, spool],
    examples: [{ call: 'tributary bookmark show site/usage', says: 'of large ones a summary' }],
    load: () => import('./commands/bookmark-show.ts'),
  },
  {
    name: 'bookmark set',
    summary: 'Put a bookmark elsewhere: the next incremental run goes on there.',
    args: [mapping, { name: 'value', summary: 'a value of its kind, as bookmark show prints it' }],
    options: [...which, spool],
    examples: [{ call: 'tributary bookmark set site/usage 120000', says: 'read again what came after the key 120000' }],
    load: () => import('./commands/bookmark-set.ts'),
  },
  {
    name: 'bookmark clear',
    summary: 'Clear a bookmark, or all of a mapping: the next run reads everything.',
    args: [mapping],
    options: [...which, spool],
    examples: [],
    load: () => import('./commands/bookmark-clear.ts'),
  },
];
