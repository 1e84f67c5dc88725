import type { Proposal } from '../../core/adapter/contract.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { sqlFault } from './faults.ts';
import type { NoFit } from './fit-query.ts';
import { proposalText } from './proposals.ts';

/** Why a query can not be fitted to a database. */
export function lacking(
  { code, missing: [view, column], message }: NoFit,
  meant: readonly Proposal[],
  what: string,
  database: string,
): SourceError {
  // Often it is the wrong database: a login begins in one of its own.
  const of = column === undefined ? `the view ${view} in the database ${database}` : `a column ${column} in ${view}`;
  const said = message ?? `Expected ${of}, which is not there, or which this login may not read.`;
  const hint = meant.length === 0 && message === undefined ? [hintOfViews] : meant.map(proposalText);
  return sqlFault(code, [said, hint.join('\n')].join(' '), { name: what });
}

const hintOfViews = 'What is called otherwise here, the source file says under views.';

/** The error of a dataset, which names the dataset. */
export function inQuery(
  { faults: [{ code, message, place }] }: SourceError,
  meant: readonly Proposal[],
  what: string,
): SourceError {
  const missing = place === undefined || message.includes(place.file) ? '' : ` (${place.file})`;
  return new SourceError(code, [`${message}${missing}`, meant.map(proposalText).join('\n')].join(' ').trimEnd(), {
    place: { file: what },
  });
}

/** The names of `schema.view`, without quotes. */
export function namesIn(written: string): string[] {
  return written.replaceAll(/["[\]`]/g, '').split('.');
}

export function viewAndColumn(missing: string): readonly [view: string, column?: string] {
  const [view, column] = missing.split('.');
  return column === undefined ? [view] : [view, column];
}

export function isClosed({ faults }: SourceError): boolean {
  return faults.some(({ code }) => code === 'source/closed');
}
