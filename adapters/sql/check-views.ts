import { ConfigError, type Fault, fault } from '../../core/errors/errors.ts';
import { didYouMean } from '../../core/errors/suggest.ts';
import type { NamesValue } from '../../core/options/option.ts';
import { tablePlaces, usualName } from './places.ts';
import type { QueryFile } from './query-file.ts';

/**
 * Holds the names that a source file has for views and columns against the queries: one that no query has would change nothing, in silence.
 * @throws ConfigError `option/wrong-value` with all of them.
 */
export function checkViews(views: NamesValue, queries: readonly QueryFile[]): void {
  /** The columns that queries read of each view. */
  const known = new Map<string, { readonly name: string; readonly columns: Map<string, string> }>();
  for (const { names, columns } of queries.flatMap(({ needs }) => needs))
    for (const name of names) {
      const view = known.get(name.toLowerCase()) ?? { name, columns: new Map<string, string>() };
      known.set(name.toLowerCase(), view);
      for (const column of columns) view.columns.set(column.name.toLowerCase(), column.name);
    }
  for (const name of queries.flatMap(({ text }) => tablePlaces(text).map(usualName)))
    if (name !== undefined && !known.has(name.toLowerCase()))
      known.set(name.toLowerCase(), { name, columns: new Map() });
  const faults: Fault[] = [];
  const report = (what: string, name: string, all: Iterable<string>) =>
    faults.push(
      fault(
        'option/wrong-value',
        `views: expected ${what}, found ${JSON.stringify(name)}.${didYouMean(name, [...all])}`,
      ),
    );
  for (const [name, { name: other, columns }] of views) {
    if ((name === '*') !== other.includes('*') || (name === '*' && columns.size > 0)) {
      report('* for all other views, and where it stands in their names, as in { "*": reporting.* }', other, []);
      continue;
    }
    if (name === '*') continue;
    const view = known.get(name.toLowerCase());
    if (view === undefined) {
      const names = [...known.values()].map((each) => each.name);
      report('names of views that a query reads', name, names);
      continue;
    }
    for (const column of columns.keys())
      if (!view.columns.has(column.toLowerCase()))
        report(`columns of ${view.name} that a query reads`, column, view.columns.values());
  }
  if (faults.length > 0) throw new ConfigError(faults);
}
