const mebibyte = 1 << 20;

/** What no honest book exceeds. Files that do are refused with `source/too-large` before they take memory. */
export const limits = {
  /** Parts in a zip. */
  parts: 10_000,
  /** Inflated bytes of one part. */
  partBytes: 16_384 * mebibyte,
  /** How many times its packed size a part may unfold to, once it is past `ratioFrom` bytes. */
  ratio: 1000,
  ratioFrom: 16 * mebibyte,
  /** Inflated bytes of a part that is read whole: list of sheets, styles. */
  smallPartBytes: 64 * mebibyte,
  /** Text of all shared strings. */
  sharedBytes: 256 * mebibyte,
  sharedCount: 33_554_432,
  /** Bytes of one cell's text: 32,767 characters of up to four bytes. */
  cellBytes: 32_767 * 4,
  /** Bytes of one row's text. */
  rowBytes: 16 * mebibyte,
  /** Bytes of one tag with the text before it. */
  tagBytes: 2 * mebibyte,
  columns: 16_384,
  rows: 1_048_576,
  /** Books of formats that can only be read whole. */
  wholeFileBytes: 64 * mebibyte,
  wholeInflatedBytes: 256 * mebibyte,
  wholeHeapMebibytes: 2048,
  wholeSeconds: 300,
} as const;
