import type { BrokenRow } from '../../core/adapter/contract.ts';
import { excerpt } from '../../core/adapter/printable.ts';
import { type ColumnNode, type ColumnTree, pathOf } from './columns.ts';
import { JsonText } from './json-text.ts';
import { limits } from './limits.ts';
import { JsonFault, type JsonScanner, type Token, token } from './scanner.ts';

/** A record's texts by column; those that it lacks are missing or undefined. */
export type Row = readonly (string | null | undefined)[];

/** `columns` collects the columns alone: what is in them is passed over. */
export type Wanted = 'rows' | 'columns';

export type RowSink = (row: Row, fault?: BrokenRow) => void;

/**
 * Makes rows of records, one token after the other. Strings stay as they are, numbers as they are written, objects become columns,
 * lists become JSON text.
 */
export class RowAssembler {
  readonly #tree: ColumnTree;
  readonly #sink: RowSink;
  readonly #wants: Wanted;
  /** The open objects around the innermost one, that one, and its latest key. */
  #open: ColumnNode[] = [];
  #node: ColumnNode | undefined;
  #key: ColumnNode | undefined;
  #row: (string | null | undefined)[] = [];
  #repeated: ColumnNode | undefined;
  /** A list, or what stands where a record should, with the key that it is for. */
  #text: JsonText | undefined;
  /** The same where its text is not wanted: how deep it is open, and where it began. */
  #skipped = 0;
  #skippedFrom = 0;
  #target: ColumnNode | undefined;

  constructor(tree: ColumnTree, sink: RowSink, wants: Wanted) {
    this.#tree = tree;
    this.#sink = sink;
    this.#wants = wants;
  }

  /** No record is open. */
  get isIdle(): boolean {
    return this.#node === undefined && this.#text === undefined && this.#skipped === 0;
  }

  /** Leaves the record that is open. */
  reset(): void {
    this.#open = [];
    this.#node = this.#text = undefined;
    this.#skipped = 0;
  }

  push(kind: Token, scanner: JsonScanner): void {
    if (this.#text !== undefined) this.#pushText(kind, scanner, this.#text);
    else if (this.#skipped > 0) this.#skip(kind, scanner);
    else if (this.#node !== undefined) this.#pushField(kind, scanner, this.#node);
    else if (kind === token.openObject) {
      this.#node = this.#tree.root;
      this.#key = undefined;
      this.#row = [];
      this.#repeated = undefined;
    } else this.#startText(kind, scanner, undefined);
  }

  #pushField(kind: Token, scanner: JsonScanner, node: ColumnNode): void {
    if (kind === token.key) this.#key = this.#child(scanner, node);
    else if (kind === token.closeObject) {
      this.#key = node;
      this.#node = this.#open.pop();
      if (this.#node === undefined) this.#finish();
    } else if (this.#key === undefined) return;
    else if (kind === token.openArray) this.#startText(kind, scanner, this.#key);
    else if (kind !== token.openObject) this.#set(this.#key, kind === token.null ? null : this.#scalar(kind, scanner));
    else if (this.#open.length >= limits.columnDepth) this.#startText(kind, scanner, this.#key);
    else {
      this.#open.push(node);
      this.#node = this.#key;
      this.#key = undefined;
    }
  }

  /** Records are alike: the key is mostly the one that came behind the latest one before. */
  #child(scanner: JsonScanner, node: ColumnNode): ColumnNode {
    const guess = this.#key === undefined ? node.first : this.#key.next;
    if (guess !== undefined && scanner.is(guess.bytes)) return guess;
    const child = this.#tree.child(node, scanner.text());
    if (this.#key === undefined) node.first = child;
    else this.#key.next = child;
    return child;
  }

  #scalar(kind: Token, scanner: JsonScanner): string {
    if (this.#wants === 'columns') return '';
    return kind === token.string ? scanner.text() : scanner.raw();
  }

  #startText(kind: Token, scanner: JsonScanner, target: ColumnNode | undefined): void {
    this.#target = target;
    if (this.#wants === 'columns') {
      this.#skippedFrom = scanner.offset;
      this.#skip(kind, scanner);
    } else {
      this.#text = new JsonText();
      this.#pushText(kind, scanner, this.#text);
    }
  }

  #skip(kind: Token, scanner: JsonScanner): void {
    if (scanner.offset - this.#skippedFrom > limits.valueBytes)
      throw new JsonFault(`a list or object of more than ${limits.valueBytes} bytes in a record`, { isTooLarge: true });
    if (kind === token.openObject || kind === token.openArray) this.#skipped++;
    else if (kind === token.closeObject || kind === token.closeArray) this.#skipped--;
    if (this.#skipped === 0) this.#endText('');
  }

  #pushText(kind: Token, scanner: JsonScanner, json: JsonText): void {
    if (!json.push(kind, scanner)) return;
    this.#text = undefined;
    this.#endText(json.text);
  }

  #endText(text: string): void {
    if (this.#target !== undefined) this.#set(this.#target, text);
    else
      this.#sink([], {
        code: 'row/broken-record',
        expected: 'an object',
        found: excerpt(text, 40),
        text: text.slice(0, maxBrokenLength),
      });
  }

  #set(node: ColumnNode, text: string | null): void {
    const column = this.#tree.columnOf(node, text !== null);
    if (column < 0) return;
    const before = this.#row[column];
    if (before === undefined) this.#row[column] = text;
    // The same once more leaves no doubt.
    else if (before !== text) this.#repeated = node;
  }

  #finish(): void {
    const row = this.#row;
    if (this.#repeated === undefined || this.#wants === 'columns') {
      this.#sink(row);
      return;
    }
    const found = `${excerpt(JSON.stringify(pathOf(this.#repeated).join('.')))} more than once`;
    const pairs = this.#tree.paths.flatMap((path, column) =>
      row[column] === undefined ? [] : [`${JSON.stringify(path.join('.'))}:${JSON.stringify(row[column])}`],
    );
    const text = `{${pairs.join()}}`.slice(0, maxBrokenLength);
    this.#sink([], { code: 'row/broken-record', expected: 'each key once', found, text });
  }
}

const maxBrokenLength = 1 << 16;
