import { type Adapter, defineAdapter, type Source } from '../../core/adapter/contract.ts';
import { openFile } from '../../core/adapter/file.ts';
import { option } from '../../core/options/option.ts';
import { openBook } from './open-book.ts';
import { recognizeBook } from './recognize.ts';
import { bookSource } from './source.ts';
import { headSink } from './table/read-tables.ts';

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

/** Spreadsheets of Excel and LibreOffice. Every cell is text, as exact as the book keeps it. */
const adapter: Adapter<typeof options> = defineAdapter({
  name: 'excel',
  summary: 'Spreadsheets: xlsx, xlsm, xlsb, xls and ods.',
  module: import.meta.url,
  options,
  recognize: recognizeBook,
  async open(values, context): Promise<Source> {
    const note = context.note ?? (() => {});
    const warn = context.warn ?? note;
    const file = await openFile(values.path, context);
    try {
      const stated = { headerRow: values.headerRow, skipHidden: values.hidden === 'skip' };
      const book = await openBook(file, { warn, head: () => headSink(stated), password: values.password });
      if (context.marked !== true) return bookSource(file, book, values, { note, warn });
      const { openMarkedBook, markedSource } = await import('./annotate/marked-book.ts');
      const marked = await openMarkedBook(book);
      return markedSource(bookSource(file, marked.book, values, { note, warn }), marked);
    } catch (error) {
      await file.close();
      throw error;
    }
  },
});
export default adapter;
