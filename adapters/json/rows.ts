import type { Token } from 'stream-json/core/parser.js';
import type { BrokenRow } from '../../core/adapter/contract.ts';
import { excerpt } from '../../core/adapter/printable.ts';
import type { ColumnNode, ColumnTree } from './columns.ts';

/** A record's texts by column; those that it lacks are missing or undefined. */
export type Row = readonly (string | null | undefined)[];

export type RowSink = (row: Row, fault?: BrokenRow) => void;

/**
 * Makes rows of the tokens of a JSON text. Records are the elements of the array at `path`, or all values at the top if there is no
 * path. Strings stay as they are, numbers as they are written, objects become columns, arrays become JSON text.
 */
export class RowAssembler {
  readonly #tree: ColumnTree;
  readonly #path: readonly string[] | undefined;
  readonly #sink: RowSink;
  /** Around the records: the containers that are open, objects with their latest key. */
  #outer: { readonly kind: 'object' | 'array'; key: string }[] = [];
  #inRows = false;
  /** Inside a record: the open objects, the innermost one, and its latest key. */
  #open: ColumnNode[] = [];
  #node: ColumnNode | undefined;
  #key = '';
  #row: (string | null | undefined)[] = [];
  #repeated: string | undefined;
  /** A value that is kept as JSON text, and the column that it is for; none if it stands where a record should. */
  #text: JsonText | undefined;
  #target: ColumnNode | undefined;

  constructor(tree: ColumnTree, path: readonly string[] | undefined, sink: RowSink) {
    this.#tree = tree;
    this.#path = path;
    this.#sink = sink;
  }

  /** Nothing is open: the text may end here. */
  get atTop(): boolean {
    return this.#node === undefined && this.#text === undefined && this.#outer.length === 0;
  }

  push(token: Token): void {
    if (this.#text !== undefined) this.#pushText(token, this.#text);
    else if (this.#node !== undefined) this.#pushField(token, this.#node);
    else if (this.#path === undefined || (this.#inRows && token.name !== 'endArray')) this.#pushRecord(token);
    else this.#pushOuter(token, this.#path);
  }

  #pushOuter(token: Token, path: readonly string[]): void {
    const outer = this.#outer;
    if (token.name === 'keyValue') outer[outer.length - 1].key = token.value;
    else if (token.name === 'startObject') outer.push({ kind: 'object', key: '' });
    else if (token.name === 'startArray') {
      this.#inRows =
        outer.length === path.length && outer.every(({ kind, key }, at) => kind === 'object' && key === path[at]);
      outer.push({ kind: 'array', key: '' });
    } else if (token.name === 'endObject' || token.name === 'endArray') {
      outer.pop();
      this.#inRows = false;
    }
  }

  #pushRecord(token: Token): void {
    if (token.name === 'startObject') {
      this.#node = this.#tree.root;
      this.#row = [];
      this.#repeated = undefined;
      return;
    }
    this.#startText(token, undefined);
  }

  #pushField(token: Token, node: ColumnNode): void {
    switch (token.name) {
      case 'keyValue':
        this.#key = token.value;
        break;
      case 'startObject':
        if (this.#open.length >= maxDepth) this.#startText(token, this.#tree.child(node, this.#key));
        else {
          this.#open.push(node);
          this.#node = this.#tree.child(node, this.#key);
        }
        break;
      case 'endObject':
        this.#node = this.#open.pop();
        if (this.#node === undefined) this.#finish();
        break;
      case 'startArray':
        this.#startText(token, this.#tree.child(node, this.#key));
        break;
      default:
        this.#set(this.#tree.child(node, this.#key), scalarText(token));
    }
  }

  #startText(token: Token, target: ColumnNode | undefined): void {
    this.#text = new JsonText();
    this.#target = target;
    this.#pushText(token, this.#text);
  }

  #pushText(token: Token, text: JsonText): void {
    if (!text.push(token)) return;
    this.#text = undefined;
    if (this.#target !== undefined) this.#set(this.#target, text.text);
    else
      this.#sink([], {
        code: 'row/broken-record',
        expected: 'an object',
        found: excerpt(text.text, 40),
        text: text.text,
      });
  }

  #set(node: ColumnNode, text: string | null): void {
    const column = this.#tree.columnOf(node);
    if (this.#row[column] === undefined) this.#row[column] = text;
    else this.#repeated = node.path.join('.');
  }

  #finish(): void {
    const row = this.#row;
    if (this.#repeated === undefined) {
      this.#sink(row);
      return;
    }
    const found = `${excerpt(JSON.stringify(this.#repeated))} more than once`;
    const pairs = this.#tree.paths.flatMap((path, column) =>
      row[column] === undefined ? [] : [`${JSON.stringify(path.join('.'))}:${JSON.stringify(row[column])}`],
    );
    this.#sink([], { code: 'row/broken-record', expected: 'each key once', found, text: `{${pairs.join()}}` });
  }
}

/** Objects that are nested deeper are kept as JSON text. */
const maxDepth = 32;

/** Writes the tokens of one value down again, without blanks. Numbers stay as they are written. */
class JsonText {
  text = '';
  #depth = 0;
  #needsComma = false;

  /** Takes the next token; true if the value is complete. */
  push(token: Token): boolean {
    if (token.name === 'endObject' || token.name === 'endArray') {
      this.text += token.name === 'endObject' ? '}' : ']';
      this.#depth--;
    } else {
      if (this.#needsComma) this.text += ',';
      this.text += opening(token);
      if (token.name === 'startObject' || token.name === 'startArray') this.#depth++;
    }
    this.#needsComma = token.name !== 'startObject' && token.name !== 'startArray' && token.name !== 'keyValue';
    return this.#depth === 0;
  }
}

function opening(token: Token): string {
  if (token.name === 'startObject') return '{';
  if (token.name === 'startArray') return '[';
  if (token.name === 'keyValue') return `${JSON.stringify(token.value)}:`;
  return token.name === 'stringValue' ? JSON.stringify(token.value) : (scalarText(token) ?? 'null');
}

function scalarText(token: Token): string | null {
  switch (token.name) {
    case 'stringValue':
    case 'numberValue':
      return token.value;
    case 'trueValue':
      return 'true';
    case 'falseValue':
      return 'false';
    default:
      return null;
  }
}
