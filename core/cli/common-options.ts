import type { CommandArgument, CommandOption } from './command.ts';

/** Arguments and options that several commands have. */

export const sourceFile: CommandArgument = {
  name: 'file',
  summary: 'a csv, xlsx, xls, ods, json or ndjson file, also gzipped; - for standard input',
};
export const mappingFile: CommandArgument = { name: 'mapping', summary: 'the path of a mapping file' };
export const sourceName: CommandArgument = { name: 'source', summary: 'the path of a source file, or of a capture' };
export const sheet: CommandOption = {
  flags: '--sheet <name>',
  summary: 'the sheet, table or dataset; without it the first',
};
export const set: CommandOption = {
  flags: '--set <name=value...>',
  summary: 'settings of the source, such as source.path=hosts.csv or source.delimiter=";"',
};
export const source: CommandOption = {
  flags: '--source <file>',
  summary:
    'a source file: it says how the server is reached, and wins over the mapping; --set wins over both; or the folder of a capture',
};
export const cells: CommandOption = {
  flags: '--cells <kind>',
  summary:
    'of a book: values as they are typed and kept (the default), or displayed, as the program shows them and saves them as csv',
  choices: ['values', 'displayed'],
};
export const workers: CommandOption = {
  flags: '--workers <number>',
  summary: 'how many threads map at once; the result does not depend on it',
};
export const compression: CommandOption = {
  flags: '--compression <kind>',
  summary: 'how the members of the package are compressed',
  choices: ['gzip', 'zstd'],
};
