import type { Source } from '../../../core/adapter/contract.ts';
import type { Sheet } from '../book.ts';
import type { Entry } from '../table/entries.ts';

/** The annotator of a book whose sheets can be edited; of no other. */
export function annotatorOf(
  sheets: readonly Sheet[],
  found: (dataset: string) => Promise<Entry>,
): Pick<Source, 'annotator'> {
  if (!sheets.some(({ annotate }) => annotate !== undefined)) return {};
  return {
    annotator: {
      write: async (path, dataset, rows) => {
        const { sheet, table } = await found(dataset);
        const { place } = table;
        if (sheet.annotate === undefined) throw new Error(`${sheet.name} can not be annotated.`);
        return sheet.annotate(path, {
          headerRow: place.headerRow,
          columnAt: (column) => place.columns?.[column] ?? place.firstColumn + column,
          rows,
        });
      },
    },
  };
}
