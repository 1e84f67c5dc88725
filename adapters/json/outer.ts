import { limits } from './limits.ts';
import { type JsonScanner, type Token, token } from './scanner.ts';

/** A list that lies in no other list. */
export interface FoundList {
  readonly path: readonly string[];
  /** How many of its elements are objects, and how many there are. */
  objects: number;
  elements: number;
}

/** An object whose members are lists of the same length, one for each column. */
export interface FoundColumns {
  readonly path: readonly string[];
  readonly rows: number;
  readonly members: readonly Member[];
}

/** A column, and where its values begin in the content. `list`, or an object whose keys count from 0. */
export interface Member {
  readonly key: string;
  readonly form: 'list' | 'counted';
  readonly offset: number;
  readonly length: number;
}

interface Frame {
  readonly key: string;
  readonly offset: number;
  /** Its members as columns; undefined if one of them is none. */
  columns: Member[] | undefined;
  /** Its keys count from 0 and stand before scalars: so many; -1 if not. */
  counted: number;
  latest: string;
}

/** Walks through the objects around the records, and knows where it is. */
export class Outer {
  /** The objects that were found to hold columns. */
  columns: readonly FoundColumns[] = [];
  /** Members of the objects at the top. */
  members = 0;
  readonly #frames: Frame[] = [];

  get path(): readonly string[] {
    return this.#frames.slice(1).map(({ key }) => key);
  }

  /** The path of a list that opens here. */
  get listPath(): readonly string[] {
    const inner = this.#frames.at(-1);
    return inner === undefined ? [] : [...this.path, inner.latest];
  }

  /** Takes a token outside of lists; a list and what is in it is told to `endList`. */
  push(kind: Token, scanner: JsonScanner): void {
    const inner = this.#frames.at(-1);
    if (kind === token.openObject) {
      this.#frames.push({ key: inner?.latest ?? '', offset: scanner.offset, columns: [], counted: 0, latest: '' });
    } else if (kind === token.closeObject) this.#close();
    else if (inner === undefined) return;
    else if (kind === token.key) {
      if (this.#frames.length === 1) this.members++;
      inner.latest = scanner.text();
      inner.counted = inner.counted >= 0 && inner.latest === String(inner.counted) ? inner.counted + 1 : -1;
    } else inner.columns = undefined;
  }

  /** A list has ended. */
  endList({ objects, elements }: FoundList, offset: number): void {
    const inner = this.#frames.at(-1);
    if (inner === undefined) return;
    if (objects > 0) inner.counted = -1;
    this.#addMember(inner, objects > 0 ? undefined : { key: inner.latest, form: 'list', offset, length: elements });
  }

  #close(): void {
    const path = this.path;
    const frame = this.#frames.pop();
    const outer = this.#frames.at(-1);
    if (frame === undefined) return;
    const [first] = frame.columns ?? [];
    const isTable = (frame.columns?.length ?? 0) > 1 && first.length > 0 && this.columns.length < limits.lists;
    if (frame.columns !== undefined && isTable && frame.columns.every(({ length }) => length === first.length)) {
      // What counts from 0 inside of it are its columns, and no tables of their own.
      const others = this.columns.filter((table) => path.some((key, at) => key !== table.path[at]));
      this.columns = [...others, { path, rows: first.length, members: frame.columns }];
    }
    if (outer === undefined) return;
    outer.counted = -1;
    const isCounted = frame.counted > 0;
    this.#addMember(
      outer,
      isCounted ? { key: outer.latest, form: 'counted', offset: frame.offset, length: frame.counted } : undefined,
    );
  }

  #addMember(frame: Frame, member: Member | undefined): void {
    if (member === undefined || frame.columns === undefined || frame.columns.length === limits.columns)
      frame.columns = undefined;
    else frame.columns.push(member);
  }
}
