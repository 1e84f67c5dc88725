import { findView, type Site } from './find-view.ts';
import type { Need } from './needs.ts';

/**
 * About how many rows a query gives, where the catalog counts those of what it reads: of the last view that it can't do without, and of all
 * that add rows.
 */
export function rowsEstimate(needs: readonly Need[], site: Site): number | undefined {
  const required = needs.findLast(({ role }) => role === 'required');
  const counts = needs
    .filter((need) => need === required || need.role === 'adds')
    .map(({ names }) => {
      const found = findView(names, [], site);
      return found.kind === 'there' ? found.table.rowsEstimate : undefined;
    });
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0);
}
