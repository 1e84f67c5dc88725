import { SourceError } from '../../core/errors/errors.ts';
import { limits } from './limits.ts';

/** A key of the records, or the place of one: leaves have a column. */
export interface ColumnNode {
  readonly key: string;
  readonly bytes: Buffer;
  readonly parent: ColumnNode | undefined;
  readonly children: Map<string, ColumnNode>;
  column: number;
  /** It has been something other than null. */
  filled: boolean;
  /** The key that came first in it, and the one that came behind it, the last time: mostly they do so again. */
  first: ColumnNode | undefined;
  next: ColumnNode | undefined;
}

/** The columns of all records together, in the order in which they are first seen: `os: { name }` is the column `os.name`. */
export class ColumnTree {
  readonly root: ColumnNode = newNode('', undefined);
  readonly #file: string;
  readonly #leaves: ColumnNode[] = [];
  #nodes = 0;
  #fixed = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** A tree whose columns are known: another key means that the file is not the one that was looked at. */
  static of(paths: readonly (readonly string[])[], file: string): ColumnTree {
    const tree = new ColumnTree(file);
    for (const path of paths)
      tree.columnOf(
        path.reduce((node, key) => tree.child(node, key), tree.root),
        true,
      );
    tree.#fixed = true;
    return tree;
  }

  /** All columns are known. */
  get isFixed(): boolean {
    return this.#fixed;
  }

  child(node: ColumnNode, key: string): ColumnNode {
    const known = node.children.get(key);
    if (known !== undefined) return known;
    if (++this.#nodes > limits.columns * 2) throw this.#tooMany();
    const child = newNode(key, node);
    node.children.set(key, child);
    return child;
  }

  /** -1: null stands where other records have objects, empty ones among them, which have no columns either. */
  columnOf(node: ColumnNode, filled: boolean): number {
    if (filled) node.filled = true;
    if (node.column < 0) {
      if (this.#fixed && !filled) return -1;
      if (this.#fixed) throw this.#changed(node);
      if (this.#leaves.length === limits.columns) throw this.#tooMany();
      node.column = this.#leaves.push(node) - 1;
    }
    return node.column;
  }

  /** Keys that only ever had objects or null in them are no columns: those of the objects are. */
  get paths(): readonly (readonly string[])[] {
    return this.#leaves.filter(({ filled, children }) => filled || children.size === 0).map(pathOf);
  }

  /** All keys that are no objects, whatever was in them. */
  get seen(): readonly (readonly string[])[] {
    return this.#leaves.map(pathOf);
  }

  /** Notes which of them had something other than null. */
  fill(filled: Uint8Array): void {
    for (const [index, leaf] of this.#leaves.entries()) if (filled[index] === 1) leaf.filled = true;
  }

  #tooMany(): SourceError {
    return new SourceError(
      'source/too-large',
      `Expected at most ${limits.columns} different keys, found more. Keys that are values belong into a list of objects.`,
      { place: { file: this.#file } },
    );
  }

  #changed(node: ColumnNode): SourceError {
    const found = JSON.stringify(pathOf(node).join('.'));
    return new SourceError(
      'source/changed',
      `Found the new key ${found}: the file changed while it was read. Import it again.`,
      { place: { file: this.#file }, retryable: true },
    );
  }
}

export function pathOf(node: ColumnNode): readonly string[] {
  const path: string[] = [];
  for (let at: ColumnNode | undefined = node; at?.parent !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}

function newNode(key: string, parent: ColumnNode | undefined): ColumnNode {
  return {
    key,
    bytes: Buffer.from(key),
    parent,
    children: new Map(),
    column: -1,
    filled: false,
    first: undefined,
    next: undefined,
  };
}
