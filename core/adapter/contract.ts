import type { SourceError } from '../errors/errors.ts';
import type { OptionSpec, OptionValues } from '../options/option.ts';
import type { Annotator, MarkedRows } from './annotation.ts';
import type { Batch } from './batch.ts';
import type { Changes, DatasetBookmark, SinceBookmark } from './bookmark.ts';

/** A plug-in for one kind of source. A plain value: everything about it can be read without opening anything. */
export interface Adapter<Spec extends OptionSpec = OptionSpec> {
  /** Lower case, one word: the folder under adapters/ and the value of `source.adapter`. */
  readonly name: string;
  /** One sentence: what it reads. */
  readonly summary: string;
  /** `import.meta.url` of the file that has this adapter as its default export: worker threads load it from there. */
  readonly module: string;
  readonly options: Spec;
  /**
   * For adapters of files: how sure it is, from 0 (not mine) to 1, that it reads this file. Adapters of servers leave it out.
   * `name` is the file's name without folders; `head` has its first 64 KiB, inflated if the file is a gzip.
   */
  readonly recognize?: (name: string, head: Uint8Array) => number;
  /**
   * Opens the source and checks that it is there.
   * @throws SourceError if it is not, with `retryable` saying whether that may change by itself.
   */
  // A method, so that an adapter of some options is an adapter: whoever calls it parses the options by `options`.
  open(options: OptionValues<Spec>, context: OpenContext): Promise<Source>;
}

export interface OpenContext {
  /** Aborts everything that the source does, within a second. */
  readonly signal: AbortSignal;
  /** Takes sentences about decisions and notable facts, such as "The delimiter is a semicolon (in 100 of 100 lines)." */
  readonly note?: (sentence: string) => void;
  /** Takes sentences that a person has to know without asking, such as that another program has changes that are not saved. */
  readonly warn?: (sentence: string) => void;
  /** The only dataset that will be read, if that is known: a source need not look for others, which may cost time. */
  readonly dataset?: string;
  /** What another thread has found this source to be: taken as it is, so that a large file is not hashed once for each worker. */
  readonly identity?: SourceName;
  /** It will be asked what it is (`Source.identify`) when it has been read: a file is hashed on the way. */
  readonly identify?: true;
  /** What `found` of the same source said when it was opened before: taken as it is, so that all threads read it alike. */
  readonly found?: string;
  /** The file may be a copy that was annotated: what was added is left out of the datasets, and `Source.marked` gives the marks. */
  readonly marked?: true;
}

/** An open adapter. Whoever opened it closes it, in the same function. */
export interface Source {
  /** What this source is, as far as it is known when it is opened: a file does not know its digest yet. */
  readonly identity: SourceName;
  /**
   * What it is, independent of path and time: two sources with equal identities hold the same data or are the same server. Best asked last:
   * a file has to be read for it. Left out by a source whose `identity` has an id.
   */
  readonly identify?: () => Promise<SourceIdentity>;
  /** What opening it has decided from the data, as text, if there is anything: whoever opens it again is told by `OpenContext.found`. */
  readonly found?: string | undefined;
  /** The datasets that can be read, in a stable order. */
  readonly discover: () => Promise<readonly Dataset[]>;
  /** Why there is no dataset of a name, once they were discovered, where more is known than that: a sheet that has no cells. */
  readonly absent?: (dataset: string) => SourceError | undefined;
  /** All datasets that should be there and are not, once they were discovered, each with its reason: for those who look at a source. */
  readonly absences?: () => ReadonlyMap<string, SourceError>;
  /**
   * Lines for the source file that could say what things are called at this site, found by likeness in its catalog: for a person to check,
   * once datasets were discovered. Undefined if nothing is left to say. No row is read.
   */
  readonly proposed?: () => Promise<string | undefined>;
  /** What the source says of itself, for people: server, version, login. Never a row of it. */
  readonly about?: () => readonly Fact[];
  /**
   * The views and tables that its datasets are made of, as its own catalog has them: for a record of it. Of `formerly`, what a record
   * has, it names those as well, if they are there, or what has taken their place. No row is read. Left out by files.
   */
  readonly catalog?: (formerly?: readonly SourceTable[]) => Promise<SourceCatalog>;
  /** How what was read fits together, once it was read; left out by files, which are as they are. */
  readonly consistency?: 'snapshot' | 'statement' | 'none';
  /**
   * The pieces of a dataset that can be read alone, in order, as soon as each is known. Their borders come from the source alone.
   * `most`: no more than so many of the first rows will be read, so that it may spare itself to look for others.
   * @throws ConfigError `source/unknown-dataset`, with a suggestion.
   */
  readonly parts: (dataset: string, most?: number) => AsyncIterable<Part>;
  /**
   * The rows of one part, in batches of 1 to 1,000 rows. Reads no further ahead than one batch. A batch is good until the next
   * one is asked for: its memory may be used again. `most`: the reader will take no more than so many; more may come.
   */
  readonly read: (part: Part, most?: number) => AsyncIterable<Batch>;
  /**
   * What has changed in datasets since their bookmarks, and where the next run goes on. Of sources whose datasets have bookmarks. Asked for
   * all datasets of a run at once, and before anything is read: what comes in between is then read twice and never lost.
   */
  readonly since?: (asked: readonly SinceBookmark[]) => Promise<readonly Changes[]>;
  /**
   * The rows of a dataset from one value of its bookmark's column to another one, both among them. It has no next bookmark.
   * @throws ConfigError `bookmark/wrong-value`.
   */
  readonly between?: (dataset: string, from: string, to: string) => Promise<Changes>;
  /**
   * Whether a part that could not be read may be read again from its start; it has waited for that then. What came of it is thrown away.
   * A source that leaves it out is not asked twice: what fails ends the run.
   */
  readonly readAgain?: (part: Part, error: unknown) => Promise<boolean>;
  /** How often a read failed so far and was tried again: after `readAgain`, or within a read. */
  readonly retries?: number;
  /** Writes annotated copies of the file, where its format can carry that. */
  readonly annotator?: Annotator;
  /** The marks of a dataset's rows, where they are no column of it; only of a source that was opened with `OpenContext.marked`. */
  readonly marked?: (dataset: string) => Promise<MarkedRows>;
  /** Frees everything. May be called twice, and while a read is under way. */
  readonly close: () => Promise<void>;
}

export interface SourceIdentity {
  /** `file` for files; else the name of the product. */
  readonly kind: string;
  /** Printable; for a file its name without folders. */
  readonly name: string;
  /** For a file `sha256:…` of its bytes; else whatever tells one server from another. */
  readonly id: string;
}

/** What is known of it before it is read. */
export type SourceName = Omit<SourceIdentity, 'id'> & { readonly id?: string };

/** One thing that a source says of itself. */
export interface Fact {
  /** A word: `server`, `login`. */
  readonly name: string;
  readonly value: string;
}

/** A named sequence of rows with named columns: a query, a sheet, a file. */
export interface Dataset {
  readonly name: string;
  /** What it holds, in a sentence, where somebody has written it. */
  readonly summary?: string;
  readonly columns: readonly Column[];
  /** The column whose value is the position of its row, where there is one: whole numbers above zero, growing. */
  readonly key?: string;
  /** It follows from what the source happens to have, as a table does; nobody has written that it is wanted. */
  readonly isFound?: true;
  /** What is said of its columns to those who pass rows of it on. */
  readonly disclosure?: Disclosure;
  /** What was left out of it because this source does not have it. */
  readonly leftOut?: readonly string[];
  /** Columns that it would have if nothing were left out. */
  readonly emptied?: readonly string[];
  /** What could be meant by what was left out, if a person says so. */
  readonly proposals?: readonly Proposal[];
  /** What some of its rows would come from, and this source does not have: that a record is absent then says nothing. */
  readonly incomplete?: readonly string[];
  /** About how many rows there are, where that costs nothing to say; and how many bytes are to be read. For progress. */
  readonly rowsEstimate?: number;
  readonly bytes?: number;
  /** How many may read parts of it at once: as many as the connections that its server is to have. Without it, as many as map. */
  readonly readers?: number;
  /** Printable origin of the row at a position: `hosts.xlsx!Computers:17`. */
  readonly origin: (position: number) => string;
  /** How it can be read since the last time, where it can. */
  readonly bookmark?: DatasetBookmark;
  /** Numbers stand in its texts as programs write them, with a point and nothing else, whatever the country: JSON. */
  readonly plainNumbers?: true;
  /** Printable address of a cell, where a person can jump to it: `hosts.xlsx!Computers:C17`. `column` is an index. */
  readonly address?: (position: number, column: number) => string;
}

/** What the datasets of a source are made of. */
export interface SourceCatalog {
  readonly product: string;
  readonly version: string;
  /** Those that queries name, and those that could be meant by one that is not there. */
  readonly tables: readonly SourceTable[];
  /** What queries name, and this source does not have. */
  readonly absent: readonly string[];
}

/** A table or view as a catalog has it. */
export interface SourceTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly columns: readonly Column[];
}

/** What could stand for something that is not there. Only a person can know, and no adapter acts on it. */
export interface Proposal {
  /** A view, or a column as `view.column`. */
  readonly missing: string;
  /** What is there and looks like it, as `schema.view` or `view.column`. */
  readonly found: string;
  /** What it would lack even so. */
  readonly lacks: readonly string[];
  /** The text that says so, to be put into the source file. */
  readonly change: string;
}

/** What columns are to whoever passes rows on: nothing is said of the others, so they are taken to be personal. */
export interface Disclosure {
  /** Columns that name people, machines or places in a network, and what their values are. */
  readonly personal: ReadonlyMap<string, Personal>;
  /** Columns of text that name none: products, versions, file names. */
  readonly plain: ReadonlySet<string>;
  /** By column, what its values identify, such as `device`: rows of other datasets that say the same belong to them. */
  readonly related: ReadonlyMap<string, string>;
  /** The column of these by whose numbers the rows come in order, if they do: behind the last one that is wanted, nothing is left to read. */
  readonly ordered?: string;
}

/** What a personal value is. */
export const personals = [
  'name',
  'account',
  'person',
  'domain',
  'email',
  'ip',
  'mac',
  'uuid',
  'sid',
  'serial',
  'text',
] as const;
export type Personal = (typeof personals)[number];

export interface Column {
  /** Unique in its dataset. Blank and repeated headers have been given names by the adapter, which says so in a note. */
  readonly name: string;
  /** What its cells are. Files give text. Decimals, dates and instants are canonical text. */
  readonly type: ColumnType;
  /** The type as the source calls it: `nvarchar(256)`. */
  readonly serverType?: string;
  /** What people call it, where the source says so. */
  readonly label?: string;
}

export type ColumnType = 'text' | 'boolean' | 'integer' | 'decimal' | 'date' | 'instant' | 'bytes';

/** A piece of a dataset, as JSON without secrets: it can be sent to a thread or a machine that opens the same source. */
export interface Part {
  readonly dataset: string;
  /** Counts the parts of the dataset from 0. */
  readonly number: number;
  /** What the adapter needs to read it: numbers and texts. */
  readonly range?: Readonly<Record<string, number | string>>;
}

/** A row that could not be decoded at all. It is rejected with its text; the row counts as read. */
export interface BrokenRow {
  readonly code: 'row/wrong-field-count' | 'row/broken-record' | 'row/unreadable';
  readonly expected: string;
  readonly found: string;
  /** The text of the record, as it stands in the file (cut after 64 KiB). */
  readonly text: string;
  /** The column whose cell is known all the same: the key by which the row was asked for. */
  readonly key?: number;
}

/** A row that did not fit its dataset as it stood, and was read in the one way that does. Its cells are good; it counts like any other row. */
export interface RepairedRow {
  readonly expected: string;
  readonly found: string;
  /** A clause for people: `"Smith" and "John" were joined`. */
  readonly done: string;
  /** The text of the record, as it stands in the file (cut after 64 KiB). */
  readonly text: string;
}

/** Keeps the types of an adapter's options; otherwise the value itself. */
export function defineAdapter<const Spec extends OptionSpec>(adapter: Adapter<Spec>): Adapter<Spec> {
  return adapter;
}
