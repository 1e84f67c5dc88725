import { enclosed, type StatedDialect } from './candidates.ts';
import type { Dialect } from './dialect.ts';
import type { Fit } from './fit.ts';
import { delimiterName, quoteName } from './sniff.ts';

/** A sentence for each decision about the dialect, with its evidence and the runner-up. `text` has a character for each byte. */
export function reasons(fit: Fit, fits: readonly Fit[], stated: StatedDialect, text: string): readonly string[] {
  return [
    ...(stated.delimiter === undefined ? [delimiterReason(fit, fits)] : []),
    ...(stated.quote === undefined ? [quoteReason(fit, fits, text)] : []),
    ...(stated.escapedBy === undefined ? escapeReason(fit, fits) : []),
    ...(fit.dialect.blanks === true ? ['Blanks around quoted fields are not part of them.'] : []),
  ];
}

function delimiterReason(fit: Fit, fits: readonly Fit[]): string {
  const { dialect, agree, of, width } = fit;
  const rival = bestOf(
    fits.filter((other) => delimiterName(other.dialect) !== delimiterName(dialect) && other.width > 1),
  );
  const runnerUp =
    rival === undefined
      ? []
      : [`runner-up: ${delimiterName(rival.dialect)}, ${rival.agree} of ${rival.of} have ${rival.width}`];
  if (width === 1) return `The file has one column, so no delimiter${runnerUp.map((each) => ` (${each})`).join('')}.`;
  const evidence = [`${agree} of the first ${of} records have ${width} fields`, ...runnerUp].join('; ');
  return `The delimiter is ${delimiterName(dialect)} (${evidence}).`;
}

function quoteReason({ dialect }: Fit, fits: readonly Fit[], text: string): string {
  const counts = `${enclosed(text, '"')} fields stand in double quotes, ${enclosed(text, "'")} in single ones`;
  const rival = bestOf(
    fits.filter((other) => isAlike(other.dialect, dialect, 'delimiter') && other.dialect.quote !== dialect.quote),
  );
  const runnerUp = rival === undefined ? '' : `; runner-up: ${quoteName(rival.dialect.quote)}, ${faults(rival)}`;
  return `The quote is ${quoteName(dialect.quote)} (in the first records ${counts}${runnerUp}).`;
}

function escapeReason(fit: Fit, fits: readonly Fit[]): readonly string[] {
  const { dialect } = fit;
  const rival = bestOf(
    fits.filter(
      (other) => isAlike(other.dialect, dialect, 'quote') && escapeName(other.dialect) !== escapeName(dialect),
    ),
  );
  if (rival === undefined) return [];
  return [
    `Quotes inside of quoted fields are ${escapeName(dialect)} (${faults(fit)}; runner-up: ${escapeName(rival.dialect)}, ${faults(rival)}).`,
  ];
}

function faults({ faulty, agree, of }: Fit): string {
  return `${agree} of ${of} records fit and the quotes of ${faulty} are at fault`;
}

function escapeName({ escapedBy, unescaped }: Dialect): string {
  if (unescaped === true) return 'left as they are';
  if (escapedBy === undefined) return 'doubled';
  return escapedBy === 92 ? 'escaped by a backslash' : `escaped by ${JSON.stringify(String.fromCharCode(escapedBy))}`;
}

/** The same delimiter; and for escapes the same quote too. */
function isAlike(one: Dialect, other: Dialect, by: 'delimiter' | 'quote'): boolean {
  return delimiterName(one) === delimiterName(other) && (by === 'delimiter' || one.quote === other.quote);
}

/** The best fit. Of two equal ones the earlier, or the one that needs no blanks around quotes. */
export function bestOf(fits: readonly Fit[]): Fit | undefined {
  const [first, ...others] = fits;
  if (first === undefined) return undefined;
  return others.reduce((leader, fit) => {
    const isSimpler = leader.dialect.blanks === true && fit.dialect.blanks !== true;
    return fit.score > leader.score || (fit.score === leader.score && isSimpler) ? fit : leader;
  }, first);
}
