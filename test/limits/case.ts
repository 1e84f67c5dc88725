/** A hostile file, or an honest one of the same kind, and what becomes of it. */
export interface HostileCase {
  /** In a few words, for the table. */
  readonly title: string;
  readonly file: string;
  /** Its bytes, made when they are asked for. */
  readonly make: () => Iterable<Buffer | string>;
  /** Codes: the file is refused with one of them. A number: so many rows are read. `broken`: so many were rejected. */
  readonly expect: string | { readonly rows: number; readonly broken?: number };
  /** Its size on disk, where zeros follow that take no room. */
  readonly sparse?: number;
  readonly set?: readonly string[];
  /** Only `npm run limits` reads it: it is large, or takes its time because it is honest. */
  readonly slow?: true;
}
