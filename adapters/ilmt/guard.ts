import { cellText } from '../../core/adapter/batch.ts';
import { printable } from '../../core/adapter/printable.ts';
import { configError } from '../../core/errors/errors.ts';
import { sqlFault } from '../sql/faults.ts';
import type { Asked, Guard } from '../sql/guard.ts';

/** Rows are of the computer group that the source file names, and of a data import that has ended. */
export function guardOf(computerGroup: number | undefined): Guard {
  // All that is read of one source is of one import.
  let first: { readonly ended: string | undefined } | undefined;
  return async (asked) => {
    // These are asked by the guard itself, and tell a person which groups there are.
    if (asked.dataset === 'computer-groups' || asked.dataset === 'data-imports') return;
    const ended = await lastImport(asked);
    first ??= { ended };
    if (ended !== first.ended)
      throw unfinished(`the data import of ${first.ended} to be the last one`, `that of ${ended}`);
    if (asked.when === 'before' && asked.parameters.includes('computerGroup')) await checkGroup(computerGroup, asked);
  };
}

/** When the last import ended. @throws SourceError `sql/unfinished` if it has not, or has failed. */
async function lastImport({ rowsOf, note, when }: Asked): Promise<string | undefined> {
  const rows = await rowsOf('data-imports', 1);
  if (rows === undefined) {
    if (when === 'before')
      note(
        'Whether a data import is running is not known: the source file does not say under views what ilmt_data_imports is called.',
      );
    return undefined;
  }
  const [latest] = rows;
  if (latest === undefined) throw unfinished('a data import that has ended', 'none at all');
  const ended = latest.get('end_time') ?? null;
  const status = cellText(latest.get('status') ?? null).trim();
  if (ended === null) throw unfinished('a data import that has ended', 'one that runs');
  if (/fail|error|abort|cancel|stop|run|progress|pend/i.test(status))
    throw unfinished('a last data import that went well', JSON.stringify(printable(status)));
  return cellText(ended);
}

async function checkGroup(computerGroup: number | undefined, { rowsOf }: Asked): Promise<void> {
  const groups = await rowsOf('computer-groups', mostGroups);
  const known = groups?.slice(0, 10).map((group) => `${shown(group, 'id')} (${shown(group, 'name')})`) ?? [];
  const there =
    known.length === 0 ? '' : ` There are ${known.join(', ')}${(groups?.length ?? 0) > 10 ? ' and others' : ''}.`;
  if (computerGroup === undefined)
    throw configError(
      'option/missing',
      `Expected computerGroup, the computer group whose results are read, found none.${there} Results of several groups do not go together.`,
    );
  if (groups === undefined)
    throw configError(
      'option/wrong-value',
      'Expected ilmt_computer_groups under views, to see that the computer group is there: without its table a wrong id would give an empty estate.',
    );
  if (!groups.some((group) => cellText(group.get('id') ?? null) === String(computerGroup)))
    throw configError(
      'option/wrong-value',
      `computerGroup: expected the id of a computer group, found ${computerGroup}.${there}`,
    );
}

const mostGroups = 100_000;

function shown(
  group: Awaited<ReturnType<Asked['rowsOf']>> extends readonly (infer Row)[] | undefined ? Row : never,
  column: string,
) {
  return printable(cellText(group.get(column) ?? null).trim());
}

function unfinished(expected: string, found: string) {
  return sqlFault('sql/unfinished', `Expected ${expected}, found ${found}. Nothing was published.`);
}
