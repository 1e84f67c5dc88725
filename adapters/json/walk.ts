import type { EncodingName } from '../../core/adapter/encoding.ts';
import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { ColumnTree } from './columns.ts';
import { checkedContent, faultAt } from './content.ts';
import { limits } from './limits.ts';
import { type FoundList, Outer } from './outer.ts';
import { RowAssembler } from './rows.ts';
import { JsonFault, JsonScanner, type Token, token } from './scanner.ts';

/** Steps through a whole file, a chunk at a time. `take` gets each token; faults become errors with their place. */
export async function* walkFile(
  file: InputFile,
  encoding: EncodingName,
  take: (kind: Token, scanner: JsonScanner) => void,
  rows: () => number,
): AsyncGenerator<void> {
  const scanner = new JsonScanner();
  const run = () => {
    for (let kind = scanner.next(); kind !== token.more && kind !== token.end; kind = scanner.next())
      take(kind, scanner);
  };
  try {
    for await (const chunk of checkedContent(file, encoding)) {
      scanner.push(chunk);
      run();
      yield;
    }
    scanner.finish();
    run();
  } catch (error) {
    throw faultAt(file, scanner, rows(), error);
  }
  yield;
}

/** A list of records, with their columns. */
export interface SurveyedList extends FoundList {
  readonly tree: ColumnTree;
}

export interface Surveyed {
  readonly lists: readonly SurveyedList[];
  readonly columns: Outer['columns'];
  /** How many members the objects at the top have. */
  readonly members: number;
  /** A second text stands behind the first one. */
  readonly several: boolean;
}

/** One pass over a file that is an object or a list: the lists in it that lie in no other list, their columns, and lists that are columns. */
export async function surveyLists(file: InputFile, encoding: EncodingName): Promise<Surveyed> {
  const outer = new Outer();
  const lists = new Map<string, SurveyedList>();
  let current: { readonly list: SurveyedList; readonly assembler: RowAssembler; readonly from: number } | undefined;
  let texts = 0;
  const whole = () => (current === undefined ? 0 : current.list.objects - (current.assembler.isIdle ? 0 : 1));
  const open = (scanner: JsonScanner) => {
    const path = outer.listPath;
    const key = JSON.stringify(path);
    const list = lists.get(key) ?? { path, objects: 0, elements: 0, tree: new ColumnTree(file.name) };
    if (lists.size >= limits.lists * 2) dropScalars(lists);
    if (lists.size >= limits.lists) throw tooManyLists(file);
    lists.set(key, list);
    current = { list, assembler: new RowAssembler(list.tree, () => {}, 'columns'), from: scanner.offset };
  };
  const take = (kind: Token, scanner: JsonScanner) => {
    if (current === undefined) {
      if (isFirst(kind, scanner)) {
        if (lists.has('[]') && kind !== token.openArray) throw new JsonFault('something else behind the list');
        texts++;
      }
      if (kind === token.openArray) open(scanner);
      else outer.push(kind, scanner);
      return;
    }
    const { list, assembler, from } = current;
    if (assembler.isIdle && kind === token.closeArray) {
      outer.endList(list, from);
      current = undefined;
      return;
    }
    if (assembler.isIdle) {
      list.elements++;
      if (kind === token.openObject) list.objects++;
    }
    assembler.push(kind, scanner);
  };
  // Lists that follow each other are one.
  for await (const _ of walkFile(file, encoding, take, whole))
    if (texts > 1 && !lists.has('[]')) return { lists: [], columns: [], members: 0, several: true };
  return { lists: [...lists.values()], columns: outer.columns, members: outer.members, several: false };
}

/** The first token of a text. */
function isFirst(kind: Token, { depth }: JsonScanner): boolean {
  if (kind === token.openObject || kind === token.openArray) return depth === 1;
  return depth === 0 && kind !== token.closeObject && kind !== token.closeArray;
}

/** Lists of texts or numbers may come by the thousand; only those of objects hold records. */
function dropScalars(lists: Map<string, SurveyedList>): void {
  for (const [key, { objects, elements }] of lists) if (objects === 0 && elements > 0) lists.delete(key);
}

function tooManyLists(file: InputFile): SourceError {
  return new SourceError(
    'source/too-large',
    `Expected at most ${limits.lists} lists of objects, found more. Keys that are values belong into a list of objects.`,
    { place: { file: file.name } },
  );
}

/** Passes the records of the list at a path to a sink; without a path, all texts of the file. */
export class RecordPath {
  readonly #path: string | undefined;
  readonly #outer = new Outer();
  readonly #assembler: RowAssembler;
  #inList = 0;

  constructor(path: readonly string[] | undefined, assembler: RowAssembler) {
    this.#path = path === undefined ? undefined : JSON.stringify(path);
    this.#assembler = assembler;
  }

  push(kind: Token, scanner: JsonScanner): void {
    const assembler = this.#assembler;
    if (this.#path === undefined) assembler.push(kind, scanner);
    else if (this.#inList === wanted && !(assembler.isIdle && kind === token.closeArray)) assembler.push(kind, scanner);
    else if (this.#inList !== 0) {
      if (this.#inList === wanted || (kind === token.closeArray && scanner.depth < this.#inList)) this.#inList = 0;
    } else if (kind !== token.openArray) this.#outer.push(kind, scanner);
    else this.#inList = JSON.stringify(this.#outer.listPath) === this.#path ? wanted : scanner.depth;
  }
}

/** In the list whose records are read; in another one the depth at which it opened. */
const wanted = -1;
