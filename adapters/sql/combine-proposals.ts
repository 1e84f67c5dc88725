import type { Proposal } from '../../core/adapter/contract.ts';
import type { NameElsewhere, NamesValue } from '../../core/options/option.ts';
import { fold } from './find-view.ts';
import { yamlName } from './yaml-name.ts';

/** A proposal, and what it would say of the view. */
export interface Meant extends Proposal {
  readonly view: string;
  readonly name: string;
  /** A column of the query, and its name here. */
  readonly column?: readonly [known: string, here: string];
}

/**
 * The `views` of a source file with what it says already and all that is proposed, each once. What else could be meant stands behind it.
 * Undefined if nothing is proposed.
 */
export function combineProposals(meant: readonly Meant[], views: NamesValue): string | undefined {
  if (meant.length === 0) return undefined;
  const entries = new Map<string, NameElsewhere & { readonly view: string; readonly others: Set<string> }>();
  for (const [view, known] of views) entries.set(fold(view), { view, ...known, others: new Set() });
  const said = new Set<string>();
  for (const { missing, view, name, column, found } of meant) {
    const key = fold(view);
    const entry = entries.get(key);
    if (said.has(fold(missing))) {
      if (entry !== undefined && name !== entry.name) entry.others.add(found);
      continue;
    }
    said.add(fold(missing));
    const columns = new Map([...(entry?.columns ?? []), ...(column === undefined ? [] : [column])]);
    entries.set(key, { view: entry?.view ?? view, name, columns, others: entry?.others ?? new Set() });
  }
  const lines = [...entries.values()].map(({ view, name, columns, others }) => {
    const list = [...columns].map(([known, here]) => `${yamlName(known)}: ${yamlName(here)}`).join(', ');
    const value = list === '' ? yamlName(name) : `{ name: ${yamlName(name)}, columns: { ${list} } }`;
    return `  ${yamlName(view)}: ${value}${others.size === 0 ? '' : `  # or ${[...others].join(', or ')}`}`;
  });
  return ['views:', ...lines].join('\n');
}
