/** What an adapter's test says of itself; the suite does the rest. */
export interface Fixture {
  /** Options of a small source; paths start at the root of the project. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The dataset that is read; the first one if it is not given. */
  readonly dataset?: string;
  /** How many rows it has, broken ones included. */
  readonly rows: number;
  /** Options of a source with the columns and rows of `hostile.ts`. */
  readonly hostile: Readonly<Record<string, unknown>>;
  /** Makes a source of at least 20,000 rows in an empty folder and gives its options: for abort, read-ahead and handles. */
  readonly makeLarge: (folder: string) => Promise<Readonly<Record<string, unknown>>>;
  /** Options of a source that is not there, and the code of the error. For files there is a default. */
  readonly missing?: { readonly options: Readonly<Record<string, unknown>>; readonly code: string };
  /** Of a server: options with a login that it refuses. */
  readonly login?: Readonly<Record<string, unknown>>;
  /** Options of a source that opens with another secret than any that a test gives. */
  readonly locked?: Readonly<Record<string, unknown>>;
  /** Why its source can't be opened on this machine: what needs it is skipped, with this reason in the titles. */
  readonly lacking?: string | undefined;
  /** Before the promise in each title, where an adapter is tested in several ways. */
  readonly title?: string;
  /** Promises that it can't keep, each with the reason. */
  readonly waivers?: Readonly<Record<string, string>>;
}
