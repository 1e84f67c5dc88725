import { bookmarkCommands, readingOptions } from './bookmark-commands.ts';
import type { Command } from './command.ts';
import { cells, compression, mappingFile, set, sheet, source, sourceFile, workers } from './common-options.ts';
import { queueCommands, spool } from './queue-commands.ts';
import { sourceCommands } from './source-commands.ts';

/** Every command, in the order in which a user meets them. */

/** Commands whose names have two words. */
export const groups = [
  { name: 'queue', summary: 'Look after the sealed packages that wait for their upload.' },
  { name: 'bookmark', summary: 'Look after where the next incremental runs go on.' },
] as const;

export const commands: readonly Command[] = [
  {
    name: 'import',
    summary: 'Import one file: choose the mapping that fits, check every row, and queue a sealed package.',
    description:
      'Without --mapping it takes the one that fits the columns: first those in ./mappings, then the shipped ones. If none fits it guesses, shows the guess and asks. The package claims additions only: what the file lacks is never taken for deleted, unless --completeness says so.',
    args: [sourceFile],
    options: [
      { flags: '--mapping <path>', summary: 'the mapping to use' },
      { flags: '--mappings <folder>', summary: 'where mappings of your own are (default: ./mappings)' },
      {
        flags: '--completeness <kind>',
        summary: 'what the absence of a record means',
        choices: ['everything', 'perParent', 'additions', 'presence'],
      },
      { flags: '--yes', summary: 'take a guess without asking' },
      {
        flags: '--corrections',
        summary:
          'the file is one that an import has given back, corrected: the annotated copy of a book, or the csv with the rejected rows. Only those rows are imported, as additions to their package',
      },
      {
        flags: '--package <id>',
        summary: 'with --corrections: the package that is corrected, if the file is not to say it itself',
      },
      sheet,
      cells,
      set,
      spool,
      workers,
      compression,
    ],
    examples: [
      { call: 'tributary import computers.xlsx', says: 'import a workbook with the mapping that fits' },
      {
        call: 'tributary import hosts.csv --mapping mapping.yaml --json',
        says: 'for scripts: one JSON object with status, ledger and the path of the package',
      },
      { call: 'zcat hosts.csv.gz | tributary import - --yes', says: 'from standard input' },
      {
        call: 'tributary import --corrections spool/rejects/spreadsheets-computers-000001-6c34d20a.corrections.xlsx',
        says: 'the rows of an annotated book, once they are corrected',
      },
    ],
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'rows',
    summary: 'Show the rows of a file as they are decoded, every cell as text, the column names first.',
    args: [sourceFile],
    options: [
      sheet,
      { flags: '--format <kind>', summary: 'how rows are printed (default: csv)', choices: ['csv', 'ndjson'] },
      { flags: '--limit <number>', summary: 'print no more than so many rows' },
      cells,
      set,
    ],
    examples: [
      { call: 'tributary rows hosts.csv', says: 'as csv, with a comma and in UTF-8, whatever the file had' },
      { call: 'tributary rows book.xlsx --sheet Computers --format ndjson', says: 'a sheet, one JSON object a line' },
    ],
    load: () => import('./commands/rows.ts'),
  },
  {
    name: 'guess',
    summary: 'Propose a mapping for a file: which entity, which column is which field, and how dates are written.',
    description:
      'The proposal goes to standard output, what was understood and what the data can not tell to standard error.',
    args: [sourceFile],
    options: [sheet, cells, set],
    examples: [
      { call: 'tributary guess hosts.csv > mapping.yaml', says: 'then look at it, check it and import with it' },
      {
        call: 'tributary guess sccm-emea.yaml --sheet class/CORP_ASSET > assets.yaml',
        says: 'for a dataset of the source of a source file',
      },
    ],
    load: () => import('./commands/guess.ts'),
  },
  {
    name: 'check',
    summary: 'Check mapping files without connecting to anything: every fault at once, with line and column.',
    description:
      'With --source it connects, and holds them against the columns of that source as well; with --catalog, against a catalog that was recorded, without a database. With both it says what has changed since, what that does to each mapping, and what to write so that it runs as before. No row is read.',
    args: [{ ...mappingFile, variadic: true, summary: 'mapping files or folders' }],
    options: [source, { flags: '--catalog <file>', summary: 'a catalog, as datasets --catalog has printed it' }],
    examples: [
      { call: 'tributary check mappings/*.yaml', says: 'exit code 2 if there is a fault' },
      { call: 'tributary check mappings/sccm --source sccm-emea.yaml', says: 'against a live source' },
      {
        call: 'tributary check mappings/sccm --source sccm-emea.yaml --catalog sccm-emea.catalog.json',
        says: 'what has changed there; exit code 2 if a mapping would break, 0 if all run, even with less',
      },
    ],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'preview',
    summary: 'Map the first rows the way a run does, and publish nothing.',
    args: [{ ...mappingFile, summary: 'the path of a mapping file, or of a folder of mappings of one source' }],
    options: [
      { flags: '--limit <number>', summary: 'how many rows (default: 20)' },
      { flags: '--row <number>', summary: 'follow one row step by step; counted as in the file, with the header' },
      { flags: '--code', summary: 'print the generated code of the records' },
      { flags: '--file <path>', summary: 'the file to read in place of the one that the mapping names' },
      source,
      cells,
      set,
    ],
    examples: [
      { call: 'tributary preview mapping.yaml --limit 5', says: 'the records of the first five rows' },
      {
        call: 'tributary preview mapping.yaml --row 17',
        says: 'row 17: cells, each function, each value, the records',
      },
    ],
    load: () => import('./commands/preview.ts'),
  },
  ...sourceCommands,
  {
    name: 'diff',
    summary:
      'Show what a change of a mapping does: records that change, appear and go, by entity and field, rows and issues.',
    description:
      'Both mappings are run over the same source, and nothing is published. Take a capture: of a live source, what changes between the two readings is shown as well. The exit code is 0, whether there are differences or not; with --exit-code it is 1 if there are.',
    args: [],
    options: [
      { flags: '--mapping <path...>', summary: 'the old and the new mapping: two files, or two folders of mappings' },
      {
        flags: '--on <path>',
        summary: 'a capture, a source file, or a file of data; without it, the source that each mapping names',
      },
      { flags: '--limit <number>', summary: 'how many records, and rows, are listed of each entity (default: 10)' },
      { flags: '--exit-code', summary: 'exit with 1 if there are differences' },
      cells,
      set,
      workers,
    ],
    examples: [
      {
        call: 'tributary diff --mapping mappings/sccm/computers.yaml edited.yaml --on captures/emea',
        says: 'on a capture, without the server',
      },
      {
        call: 'tributary diff --mapping mappings/sccm edited --on captures/emea --exit-code',
        says: 'all mappings of two folders, for CI',
      },
    ],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'test',
    summary: 'Run the tests inside mappings.',
    args: [
      { ...mappingFile, optional: true, variadic: true, summary: 'mapping files or folders (default: ./mappings)' },
    ],
    options: [],
    examples: [
      {
        call: 'tributary test mapping.yaml',
        says: 'exit code 1 if a test fails, with what was expected and what came',
      },
    ],
    load: () => import('./commands/test.ts'),
  },
  {
    name: 'run',
    summary: 'Run a mapping as it stands, or all mappings of a folder as one import: what a schedule calls.',
    description:
      'Of a folder, or of several files, the datasets are read one after the other, in the order of their references, and make one package. It is called as the folder is. If one dataset can not be read, nothing is published; one that the source does not have is left out, and nothing is said of its entities.',
    args: [{ name: 'mapping', summary: 'mapping files, or the folder of them', variadic: true }],
    options: [
      source,
      ...readingOptions,
      set,
      {
        flags: '--name <name>',
        summary: 'what the packages of several mappings are called (default: as their folder)',
      },
      spool,
      workers,
      compression,
    ],
    examples: [
      {
        call: 'tributary run mappings/sccm/computers.yaml --source sccm-emea.yaml',
        says: 'a shipped mapping, for the server that the source file names',
      },
      {
        call: 'tributary run mappings/sccm/computers.yaml --source sccm-emea.yaml --incremental',
        says: 'the devices that were scanned since the last run',
      },
      {
        call: 'tributary run mappings/sccm --source sccm-emea.yaml',
        says: 'all shipped mappings for it: computers with their software, users and disks in one package',
      },
      {
        call: 'tributary run mappings/hosts.yaml --set source.path=/data/hosts.csv',
        says: 'the completeness is the one of the mapping',
      },
    ],
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'explain',
    summary: 'Explain an error code; or follow a record of a package back to its rows and the steps that made it.',
    args: [
      { name: 'what', summary: 'a code such as row/not-a-date, or a package: its id or path' },
      { name: 'entity', summary: 'the entity of the record', optional: true },
      { name: 'key', summary: 'its key; of a compound key the fields: computer=pc-1,name=Office', optional: true },
    ],
    options: [spool, { flags: '--file <path>', summary: 'the source file, if it has moved' }],
    examples: [
      { call: 'tributary explain row/not-a-date', says: 'cause and remedy of a code' },
      {
        call: 'tributary explain spreadsheets-computers-000001 Computer pc-0042',
        says: 'the rows, lines of the mapping and steps behind a record',
      },
    ],
    load: () => import('./commands/explain.ts'),
  },
  ...queueCommands,
  ...bookmarkCommands,
  {
    name: 'completion',
    summary: 'Print the completion script of a shell.',
    args: [{ name: 'shell', summary: 'bash, zsh or fish' }],
    options: [],
    examples: [
      { call: 'source <(tributary completion bash)', says: 'for this session; put it into ~/.bashrc for all' },
    ],
    load: () => import('./commands/completion.ts'),
  },
];
