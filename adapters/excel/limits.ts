const mebibyte = 1 << 20;

/** What no honest book exceeds. Files that do are refused with `source/too-large` before they take memory. */
export const limits = {
  /** Parts in a zip. */
  parts: 10_000,
  /** Sheets of a book: each is a part of its zip. */
  sheets: 10_000,
  /** Styles of cells, and formats of numbers: programs stop at 65,490. */
  styles: 262_144,
  /** Inflated bytes of one part. */
  partBytes: 16_384 * mebibyte,
  /** How many times its packed size a part may unfold to, once it is past `ratioFrom` bytes. */
  ratio: 250,
  ratioFrom: 64 * mebibyte,
  /** Inflated bytes of a part that is read whole: list of sheets, styles. */
  smallPartBytes: 64 * mebibyte,
  /** Of such a part: elements, how deep they lie in each other, attributes of each. */
  smallPartElements: 2_097_152,
  smallPartDepth: 256,
  smallPartAttributes: 1024,
  /** Text of all shared strings. */
  sharedBytes: 256 * mebibyte,
  sharedCount: 33_554_432,
  /** Bytes of one cell's text: 32,767 characters of up to four bytes. */
  cellBytes: 32_767 * 4,
  /** Bytes of one row's text. */
  rowBytes: 16 * mebibyte,
  /** Bytes of one tag with the text before it. */
  tagBytes: 2 * mebibyte,
  /** Bytes of cells that are written once and repeated in further rows. */
  repeatedBytes: 1024 * mebibyte,
  columns: 16_384,
  rows: 1_048_576,
  /** Books of formats that can only be read whole: xls, web pages, SYLK, DIF and dBase. */
  wholeFileBytes: 64 * mebibyte,
  /** SYLK and DIF, of which every cell takes lines of its own. */
  wholeTextBytes: 16 * mebibyte,
} as const;
