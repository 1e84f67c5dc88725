import { nameColumns } from '../../core/adapter/columns.ts';
import { SourceError } from '../../core/errors/errors.ts';

/** A key of the records, or the place of one: leaves have a column. */
export interface ColumnNode {
  readonly path: readonly string[];
  readonly children: Map<string, ColumnNode>;
  column: number;
}

/** The columns of all records together, in the order in which they are first seen: `os: { name }` is the column `os.name`. */
export class ColumnTree {
  readonly root: ColumnNode = { path: [], children: new Map(), column: -1 };
  readonly paths: (readonly string[])[] = [];
  readonly #file: string;
  #fixed = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** A tree whose columns are known: another key means that the file is not the one that was looked at. */
  static of(paths: readonly (readonly string[])[], file: string): ColumnTree {
    const tree = new ColumnTree(file);
    for (const path of paths) tree.columnOf(path.reduce((node, key) => tree.child(node, key), tree.root));
    tree.#fixed = true;
    return tree;
  }

  child(node: ColumnNode, key: string): ColumnNode {
    const known = node.children.get(key);
    if (known !== undefined) return known;
    const child = { path: [...node.path, key], children: new Map(), column: -1 };
    node.children.set(key, child);
    return child;
  }

  columnOf(node: ColumnNode): number {
    if (node.column < 0) {
      if (this.#fixed) throw this.#changed(node);
      if (this.paths.length === maxColumns) throw this.#tooMany();
      node.column = this.paths.push(node.path) - 1;
    }
    return node.column;
  }

  names(note: (sentence: string) => void): readonly string[] {
    return nameColumns(
      this.paths.map((path) => path.join('.')),
      note,
    );
  }

  #changed(node: ColumnNode): SourceError {
    const found = JSON.stringify(node.path.join('.'));
    return new SourceError(
      'source/changed',
      `Found the new key ${found}: the file changed while it was read. Import it again.`,
      {
        place: { file: this.#file },
        retryable: true,
      },
    );
  }

  #tooMany(): SourceError {
    return new SourceError(
      'source/too-large',
      `Expected at most ${maxColumns} different keys, found more. Keys that are values belong into an array of objects.`,
      { place: { file: this.#file } },
    );
  }
}

const maxColumns = 10_000;
