import { areaOf } from '../table/row-sink.ts';
import type { NamedTable } from '../table/tables.ts';
import { readSmallPart } from '../xml/small-part.ts';
import type { Zip } from '../zip/zip.ts';
import { readRelations } from './workbook.ts';

/** The tables that Excel knows in a sheet, from top to bottom and left to right. One that can't be made out is none. */
export async function readNamedTables(zip: Zip, sheet: string): Promise<readonly NamedTable[]> {
  const tables: NamedTable[] = [];
  for (const { type, target } of await readRelations(zip, sheet)) {
    if (type !== 'table' || !zip.has(target) || tables.length === mostTables) continue;
    await readSmallPart(zip, target, ({ name, attributes }, path) => {
      const area = areaOf(attributes.get('ref') ?? '');
      if (name !== 'table' || path.length > 0 || area === undefined) return;
      tables.push({
        name: attributes.get('displayName') ?? attributes.get('name') ?? '',
        area,
        headerRows: count(attributes.get('headerRowCount'), 1),
        totalsRows: count(attributes.get('totalsRowCount'), 0),
      });
    });
  }
  return tables.sort((a, b) => a.area.top - b.area.top || a.area.left - b.area.left);
}

const mostTables = 200;

function count(written: string | undefined, otherwise: number): number {
  return written !== undefined && /^\d{1,7}$/.test(written) ? Number(written) : otherwise;
}
