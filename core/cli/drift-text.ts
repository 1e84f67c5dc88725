import type { CatalogChange } from '../run/compare-catalogs.ts';
import type { Drift } from '../run/drift.ts';
import { heldJson } from './held-text.ts';

/** What has changed in a source since it was recorded, a line each. */
export function changeText({ kind, of, what, was, is, alike }: CatalogChange): string {
  if (kind === 'type') return `${what}: ${was} is ${is} now.`;
  if (kind === 'new') return `The ${of} ${what} is new.`;
  const others =
    alike.length === 0 ? '' : ` ${alike.join(', ')} ${alike.length === 1 ? 'is' : 'are'} new and may be meant.`;
  return `The ${of} ${what} is gone.${others}`;
}

/** What that does to a mapping, in sentences, and what a person can write to mend it. */
export function driftText({ now, lost, fewer, back, unknown, incomplete, types, gone }: Drift): readonly string[] {
  const { mapping, dataset, missing, emptied, overlay } = now;
  const of = (fields: ReadonlyMap<string, readonly string[]>, says: string) =>
    [...fields].map(([entity, names]) => `${mapping}: ${says} of ${entity}: ${names.join(', ')}.`);
  return [
    ...(missing.length === 0 ? [] : [`${mapping}: ${dataset} has no ${missing.join(', ')}.`]),
    ...(emptied.some((name) => !missing.includes(name))
      ? [`${mapping}: ${dataset} is without ${emptied.join(', ')}.`]
      : []),
    ...types.map(({ column, was, is }) => `${mapping}: ${column} was ${was} and is ${is}.`),
    ...of(lost, 'not collected'),
    ...of(fewer, 'collected of less'),
    ...of(back, 'collected again'),
    ...unknown.map((entity) => `${mapping}: nothing is known of ${entity}.`),
    ...incomplete.map((view) => `${mapping}: rows of ${view} are missing, so that nothing counts as deleted.`),
    ...(gone.length === 0
      ? []
      : [`${mapping}: the next package is held until a person has looked at it (hold/missing-column).`]),
    ...(overlay === undefined
      ? []
      : [
          `${mapping}: columns with other names are found by an overlay beside the mapping:\n${overlay.replaceAll(/^/gm, '  ')}`,
        ]),
  ];
}

/** What the source file could say, for a person to decide. */
export function proposedText(proposed: string): string {
  return `What the source file could say, for you to check line by line. Nothing is read of a table before it does.\n\n${proposed}\n`;
}

/** One line for each mapping, those that break first. */
export function summaryText(drifts: readonly Drift[]): readonly string[] {
  const rank = ['breaks', 'absent', 'less', 'same'] as const;
  const width = Math.max(0, ...drifts.map(({ now }) => now.mapping.length));
  return rank.flatMap((verdict) =>
    drifts
      .filter((each) => each.verdict === verdict)
      .map(({ now }) => `${now.mapping.padEnd(width)}  ${said[verdict]}`),
  );
}

const said = {
  breaks: 'breaks',
  absent: 'not there, as before',
  less: 'runs, with less',
  same: 'runs',
} as const;

/** The same for programs. */
export function driftJson({ now, verdict, gone, lost, fewer, back, unknown, incomplete, types }: Drift) {
  return {
    verdict,
    source: heldJson(now),
    drift: {
      gone,
      lost: Object.fromEntries(lost),
      fewer: Object.fromEntries(fewer),
      back: Object.fromEntries(back),
      unknown,
      incomplete,
      types,
    },
  };
}
