import type { Form } from './content.ts';
import { textOf } from './contradict.ts';
import type { Dialect } from './dialect.ts';
import { encodingOf } from './encoding.ts';
import type { Stretch } from './evidence.ts';
import { excerptOf } from './excerpts.ts';
import { columnKinds, isPlaceholder, kindOf, typedColumns } from './kinds.ts';
import { firstRecords } from './sample.ts';
import type { Table } from './tables.ts';

/**
 * What stretches of all parts of a large file say of tables further down that are as wide as the first one, so that no record is broken: text in two columns
 * or more that have numbers or dates at the beginning. A sentence, or undefined if there is nothing to say.
 */
export async function tableFarDown(
  stretches: readonly Stretch[],
  form: Form & { readonly dialect: Dialect },
  { rows, columns }: Pick<Table, 'rows' | 'columns'>,
): Promise<string | undefined> {
  const typed = typedColumns(columnKinds(rows)).filter((at) => at < columns.length);
  if (rows.length < fewRows || typed.length < 2) return undefined;
  const { text } = encodingOf(form.encoding);
  for (const stretch of stretches) {
    const records = firstRecords(await textOf(stretch, form), form.dialect, { whole: false, most: mostRecords, text });
    const own = records.flatMap(({ fields }) => (fields.length === columns.length ? [fields] : []));
    if (own.length < fewRows) continue;
    const other = typed.filter((at) => own.every((fields) => isText(fields[at])));
    if (other.length < 2) continue;
    return `Records further down have text where the first ones have numbers or dates, such as ${excerptOf(own[0])}: another table seems to begin there. Its records are read as rows of this one; save it as a file of its own.`;
  }
  return undefined;
}

function isText(field: string): boolean {
  return kindOf(field) === 'text' && !isPlaceholder(field);
}

const fewRows = 5;
const mostRecords = 12;
