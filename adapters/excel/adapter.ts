import { type Adapter, defineAdapter } from '../../core/adapter/contract.ts';
import { type OptionValues, option } from '../../core/options/option.ts';
import { recognizeBook } from './recognize.ts';

const options = {
  path: option.text({ path: true, summary: 'The book; a gzip is inflated.', example: 'hosts.xlsx' }),
  sheet: option.text({
    summary:
      'The one sheet to read, or table of a sheet, by its name; if it is not given, every table of a sheet is a dataset, the first visible one the default.',
    example: 'Computers',
  }),
  headerRow: option.integer({
    minimum: 0,
    maximum: 1_048_576,
    summary:
      'The row with the column names, as the program numbers it, 0 if there is none; found from the rows if it is not given.',
    example: '3',
  }),
  hidden: option.choice({
    choices: ['read', 'skip'],
    default: 'read',
    summary: 'Whether hidden rows, columns and sheets are read like all others, or left out.',
  }),
  cells: option.perColumn({
    choices: ['values', 'displayed'],
    default: 'values',
    summary:
      'Whether cells give their values, texts as typed, numbers exact and dates as ISO text; or what the program displays and saves as csv, number formats applied. A map such as `{ Code: displayed }` says it for some columns.',
    example: 'displayed',
  }),
  password: option.secret({
    summary: 'The password of a book that is protected by one, as a reference.',
    example: 'env:BOOK_PASSWORD',
  }),
};

export type ExcelOptions = OptionValues<typeof options>;

/** Spreadsheets of Excel and LibreOffice. Every cell is text, as exact as the book keeps it. */
const adapter: Adapter<typeof options> = defineAdapter({
  name: 'excel',
  summary: 'Spreadsheets: xlsx, xlsm, xlsb, xls and ods.',
  module: import.meta.url,
  options,
  recognize: recognizeBook,
  // Readers of all kinds of books are loaded when there is one to open: options can be checked and files recognized without them.
  open: async (values, context) => (await import('./open.ts')).openExcel(values, context),
});
export default adapter;
