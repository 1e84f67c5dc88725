import type { ColumnNode, ColumnTree } from '../columns.ts';
import { limits } from '../limits.ts';
import { JsonFault, JsonScanner, type Token, token } from '../scanner.ts';

/** What stands between the value of one key and that of the next: from `start` on, `length` bytes. */
export interface Step {
  /** The key before it; the root at the beginning of a line. */
  readonly source: ColumnNode;
  /** The key behind it; undefined at the end of the line. */
  readonly target: ColumnNode | undefined;
  readonly start: number;
  readonly length: number;
}

/**
 * The steps of a line, which a line feed follows; undefined if it is not one object whose keys are known columns, each at most once. Objects
 * are part of the steps, lists are values.
 */
export function stepsOf(line: Buffer, tree: ColumnTree): readonly Step[] | undefined {
  const scanner = new JsonScanner();
  scanner.push(line);
  scanner.finish();
  try {
    return new Walk(scanner, tree).steps(line.length);
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

class Walk {
  readonly #scanner: JsonScanner;
  readonly #tree: ColumnTree;
  readonly #steps: Step[] = [];
  readonly #targets = new Set<ColumnNode>();
  readonly #open: ColumnNode[] = [];
  #source: ColumnNode;
  #from = 0;

  constructor(scanner: JsonScanner, tree: ColumnTree) {
    this.#scanner = scanner;
    this.#tree = tree;
    this.#source = tree.root;
  }

  steps(length: number): readonly Step[] | undefined {
    const scanner = this.#scanner;
    if (scanner.next() !== token.openObject) return undefined;
    let node: ColumnNode | undefined = this.#tree.root;
    let key: ColumnNode | undefined;
    while (node !== undefined) {
      const kind: Token = scanner.next();
      if (kind === token.key) {
        key = node.children.get(scanner.text());
        if (key === undefined) return undefined;
      } else if (kind === token.closeObject) node = this.#open.pop();
      else if (key === undefined) return undefined;
      else if (kind === token.openObject) {
        if (this.#open.length >= limits.columnDepth) return undefined;
        this.#open.push(node);
        node = key;
      } else if (!this.#value(kind, key)) return undefined;
    }
    if (scanner.next() !== token.end) return undefined;
    this.#steps.push({ source: this.#source, target: undefined, start: this.#from, length: length + 1 - this.#from });
    return this.#steps;
  }

  #value(kind: Token, key: ColumnNode): boolean {
    const scanner = this.#scanner;
    const isText = kind === token.string;
    const start = kind === token.openArray ? scanner.offset - 1 : scanner.start - (isText ? 1 : 0);
    if (kind === token.openArray) for (const { depth } = scanner; scanner.depth >= depth; ) scanner.next();
    // Null where others have objects is no column, once all are known.
    if (key.column < 0 && !(kind === token.null && this.#tree.isFixed && key.children.size > 0)) return false;
    if (this.#targets.has(key)) return false;
    this.#targets.add(key);
    this.#steps.push({ source: this.#source, target: key, start: this.#from, length: start - this.#from });
    this.#source = key;
    this.#from = scanner.offset;
    return true;
  }
}
