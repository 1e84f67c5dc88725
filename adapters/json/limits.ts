/** What no honest JSON exceeds. */
export const limits = {
  /** Bytes of one string, number or key, and of the JSON text of a list in a cell. */
  valueBytes: 1 << 24,
  /** Lists and objects in each other. */
  depth: 1000,
  /** Objects below this depth of a record are kept as JSON text. */
  columnDepth: 32,
  /** Different keys of all records. */
  columns: 10_000,
  /** Lists of records in a file. */
  lists: 1000,
  /** A gzip or UTF-16 file with a list for each column is unpacked into memory. */
  wholeBytes: 1 << 26,
} as const;
