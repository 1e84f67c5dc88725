import type { OpenContext, Source } from '../../core/adapter/contract.ts';
import { openFile } from '../../core/adapter/file.ts';
import type { ExcelOptions } from './adapter.ts';
import { openBook } from './open-book.ts';
import { bookSource } from './source.ts';
import { headSink } from './table/read-tables.ts';
import { loadFormats } from './values/formats.ts';

/** Opens a book of any kind, with what it takes to read it. */
export async function openExcel(values: ExcelOptions, context: OpenContext): Promise<Source> {
  const note = context.note ?? (() => {});
  const warn = context.warn ?? note;
  const file = await openFile(values.path, context);
  try {
    if (values.cells.all === 'displayed' || values.cells.columns.size > 0) await loadFormats();
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
}
