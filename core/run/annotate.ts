import { type AnnotatedCopy, type AnnotatedRow, markText } from '../adapter/annotation.ts';
import type { Source } from '../adapter/contract.ts';
import { excerpt } from '../adapter/printable.ts';
import { type Fault, SourceError } from '../errors/errors.ts';
import { columnsOf } from '../mapping/language/tree.ts';
import type { ExpressionText } from '../mapping/mapping.ts';
import { currencyOf } from '../mapping/missing-columns.ts';
import type { MappingProgram } from '../mapping/program.ts';
import type { Compression } from './blocks.ts';
import { dots, type Issue } from './issue.ts';
import type { Processed } from './pipeline.ts';
import { type ReturnedRow, returnedRows } from './returned-rows.ts';
import { rowDigest } from './row-digest.ts';

/** The copy that goes back, if there is one, and what is to be said of it. */
export interface Annotation {
  readonly copy: AnnotatedCopy | undefined;
  readonly sentences: readonly string[];
}

/** Writes the annotated copy of the source's file, where its format can carry that and anything is wrong with it. A copy shows one dataset. */
export async function annotate(
  path: string,
  processed: Processed,
  source: Source,
  { compression, contentDigest }: { readonly compression: Compression; readonly contentDigest: string },
): Promise<Annotation> {
  const { finalized, datasets } = processed;
  const [{ dataset, program }, ...others] = datasets;
  if (source.annotator === undefined || others.length > 0 || finalized.issues.blocks.length === 0)
    return { copy: undefined, sentences: [] };
  const rows = async function* (): AsyncGenerator<AnnotatedRow> {
    for await (const row of returnedRows(processed, source, compression))
      yield annotatedRow(row, program, contentDigest);
  };
  try {
    const copy = await source.annotator.write(path, dataset.name, rows());
    return { copy, sentences: copy.sentences };
  } catch (error) {
    // What was imported is whole: the rows go back as csv then.
    if (!(error instanceof SourceError)) throw error;
    return { copy: undefined, sentences: error.faults.map(noCopy) };
  }
}

function noCopy({ code, message }: Fault): string {
  return code === 'source/not-annotated' ? message : `No annotated copy of the file is written. ${message}`;
}

/** A reference to a row that may be corrected, too. */
const waiting = 'row/dangling-reference';

function annotatedRow({ position, cells, issues }: ReturnedRow, program: MappingProgram, of: string): AnnotatedRow {
  const rejected = issues.some(({ outcome }) => isRejection(outcome));
  // Its parent may be among the rows that are corrected.
  const waits = issues.some(({ code }) => code === waiting);
  const notes = new Map<number, readonly string[]>();
  for (const issue of issues) {
    for (const column of badColumns(issue, cells, program)) {
      const before = notes.get(column) ?? [];
      const text = noteText(issue);
      // Several records may be made of the same cell.
      if (!before.includes(text)) notes.set(column, [...before, text]);
    }
  }
  return {
    position,
    mark: markText({ position, digest: rowDigest(cells), package: of, imported: !rejected && !waits }),
    reasons: `${rejected ? 'Not imported' : 'Imported, but'}: ${[...new Set(issues.map(reasonText))].join('; ')}`,
    cells: new Map([...notes].map(([column, texts]) => [column, texts.join('\n\n')])),
  };
}

/** The columns that a faulty field reads; of several those that hold the value that was found. */
function badColumns(
  { entity, field, found }: Issue,
  cells: readonly (string | null)[],
  program: MappingProgram,
): readonly number[] {
  if (field === undefined) return [];
  const read = columnsOfField(entity, field, program);
  const holding = read.filter((column) => (cells[column] ?? '').trim() === found.trim());
  return holding.length === 0 ? read : holding;
}

/** The columns that the expressions of a field read, in all records of its entity; `each` and `when` are fields, too. */
function columnsOfField(entity: string, field: string, { records, columns }: MappingProgram): readonly number[] {
  const texts = records
    .filter((record) => record.entity.name === entity)
    .flatMap(({ rule }): readonly (ExpressionText | undefined)[] => {
      if (field === 'each') return [rule.each];
      if (field === 'when') return [rule.when];
      const own = rule.fields.filter(({ name }) => name === field);
      return own.flatMap((each) => [each.value, currencyOf(each, rule)?.value]);
    });
  const names = texts.flatMap((text) => (text === undefined ? [] : columnsOf(text.tree)));
  const indexes = names.flatMap((name) => columns.found.get(name)?.index ?? []);
  return [...new Set(indexes)];
}

function isRejection(outcome: string): boolean {
  return outcome === 'rowRejected' || outcome === 'recordRejected';
}

function noteText(issue: Issue): string {
  const { code, field, expected, outcome } = issue;
  return `${code}\n${field === undefined ? '' : `${field}: `}expected ${excerpt(expected, 200)}, found ${foundText(issue)}.\n${whatNow(code, outcome)}`;
}

/** For the last column of a row. */
function reasonText(issue: Issue): string {
  const { code, field, expected } = issue;
  return `${code}${field === undefined ? '' : ` ${field}`}: expected ${excerpt(expected, 200)}, found ${foundText(issue)}`;
}

function foundText({ found }: Issue): string {
  if (found === '') return 'nothing';
  return found === dots ? dots : JSON.stringify(excerpt(found, 200));
}

function whatNow(code: Issue['code'], outcome: Issue['outcome']): string {
  if (isRejection(outcome)) return 'Not imported. Correct it, save, and import this file with --corrections.';
  if (outcome === 'omitted' && code === waiting)
    return 'Imported without this value. Correct it, or the row that it names: it is looked for again when this file comes back.';
  if (outcome === 'omitted') return 'Imported without this value. Correct it, or leave it as it is.';
  if (outcome === 'cut') return 'Only the beginning was imported.';
  if (outcome === 'replaced') return 'A later row has replaced this value.';
  return 'Check it: it was imported as it is, or an earlier value was kept.';
}
