/** A book of Excel 2 to 2003 is a sequence of records: two bytes say what one is, two how long it is, and then comes that. */

/** The generation of the format: 2, 3, 4, 5 (also Excel 95) or 8 (Excel 97 to 2003). */
export type Generation = 2 | 3 | 4 | 5 | 8;

/** The record that begins at an offset, if it is whole. */
export interface BiffRecord {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** What a "beginning of file" says: the generation, and what stands up to its "end of file". */
export interface Beginning {
  readonly generation: Generation;
  readonly content: number;
}

export function recordAt(bytes: Buffer, offset: number): BiffRecord | undefined {
  if (offset + 4 > bytes.length) return undefined;
  const start = offset + 4;
  const end = start + (bytes[offset + 2] | (bytes[offset + 3] << 8));
  if (end > bytes.length) return undefined;
  return { id: bytes[offset] | (bytes[offset + 1] << 8), start, end };
}

export function beginningAt(bytes: Buffer, { id, start, end }: BiffRecord): Beginning | undefined {
  if (!isBeginning(id) || end - start < 4) return undefined;
  const version = bytes.readUInt16LE(start);
  return { generation: generationOf(id, version), content: bytes.readUInt16LE(start + 2) };
}

export function isBeginning(id: number): boolean {
  return id === 0x0009 || id === 0x0209 || id === 0x0409 || id === 0x0809;
}

function generationOf(id: number, version: number): Generation {
  if (id === 0x0009) return 2;
  if (id === 0x0209) return 3;
  if (id === 0x0409) return 4;
  if (version === 0x0600) return 8;
  // Scripts that print records by hand leave it blank, and mean texts of bytes.
  return version === 0x0500 ? 5 : version === 0x0400 ? 4 : version === 0x0300 ? 3 : 2;
}

/** What a substream holds, in its "beginning of file". */
export const content = {
  globals: 0x0005,
  module: 0x0006,
  sheet: 0x0010,
  chart: 0x0020,
  macros: 0x0040,
  workspace: 0x0100,
} as const;

/** The records that are read. Where the layout changed, there is a number for each. */
export const record = {
  eof: 0x000a,
  continued: 0x003c,
  codePage: 0x0042,
  dateMode: 0x0022,
  filePass: 0x002f,
  format2: 0x001e,
  format4: 0x041e,
  font: 0x0031,
  font3: 0x0231,
  xf2: 0x0043,
  xf3: 0x0243,
  xf4: 0x0443,
  xf5: 0x00e0,
  xfExtended: 0x0044,
  boundSheet: 0x0085,
  sheetHeader: 0x008f,
  sst: 0x00fc,
  row2: 0x0008,
  row3: 0x0208,
  integer2: 0x0002,
  number2: 0x0003,
  number3: 0x0203,
  label2: 0x0004,
  label3: 0x0204,
  booleanOrError2: 0x0005,
  booleanOrError3: 0x0205,
  formula2: 0x0006,
  formula3: 0x0206,
  formula4: 0x0406,
  string2: 0x0007,
  string3: 0x0207,
  rk: 0x027e,
  rkOld: 0x007e,
  multipleRk: 0x00bd,
  richLabel: 0x00d6,
  labelShared: 0x00fd,
  mergedCells: 0x00e5,
  columnInfo: 0x007d,
} as const;
