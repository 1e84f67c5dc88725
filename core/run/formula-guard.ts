/**
 * A spreadsheet program takes cells of a csv that begin with `=`, `+`, `-`, `@`, a tab or a carriage return for formulas. Such a
 * cell is written with an apostrophe before it, and one that has apostrophes there already with one more; plain negative numbers
 * stay. Reading takes away what was added, so that nothing is lost.
 */
export function guarded(cell: string): string {
  return needsGuard(cell) ? `'${cell}` : cell;
}

export function unguarded(cell: string): string {
  return cell.startsWith("'") && needsGuard(cell.slice(1)) ? cell.slice(1) : cell;
}

function needsGuard(cell: string): boolean {
  return /^'*[=+\-@\t\r]/.test(cell) && !/^-\d+(?:[.,]\d+)*$/.test(cell);
}
