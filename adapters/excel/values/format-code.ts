import { type EraCalendar, eraText } from './eras.ts';
import { formats } from './formats.ts';

/** A format code, ready for the library that applies it. */
export interface PreparedCode {
  readonly code: string;
  /** Whether it shows a time that has elapsed, or a day or a time of day: then the date system matters. */
  readonly shows: 'number' | 'moment' | 'elapsed';
  /** The code for one serial, where it shows years of a reign. */
  readonly codeFor?: (serial: number) => string;
  /** It shows `a` or `p` in small letters: `smallClock` undoes the mark before the large ones. */
  readonly hasSmallClock: boolean;
}

/**
 * Makes of a format code one that the library shows as Excel does. The library lets the country of a currency decide about points
 * and commas, which Excel does not; it knows neither `a/p` in small letters nor reigns; and letters that Excel would have
 * quoted are faults to it. What is no code at all becomes General.
 */
export function prepareCode(written: string): PreparedCode {
  if (written.length > longestCode || /^\s*(general|standard|g\/標準|)\s*$/i.test(written)) return generalCode;
  const sections = sectionsOf(withClockNames(written)).map(section);
  const code = sections.map((each) => textOf(each)).join(';');
  if (!formats().isValidFormat(code)) return generalCode;
  const has = (...types: readonly string[]) =>
    sections.some((each) => each.pieces.some(({ type }) => types.includes(type)));
  return {
    code,
    shows: has('DURATION') ? 'elapsed' : has('DATETIME', 'AMPM') ? 'moment' : 'number',
    hasSmallClock: code.includes(mark),
    ...(sections.some(({ calendar }) => calendar !== undefined)
      ? { codeFor: (serial: number) => sections.map((each) => textOf(each, serial)).join(';') }
      : {}),
  };
}

/** Takes out the marks that a small clock has left in a text. */
export function smallClock(text: string): string {
  return text.replace(/\u0001(.)/g, (_, letter: string) => letter.toLowerCase());
}

interface Piece {
  readonly type: string;
  readonly raw: string;
}

interface Section {
  readonly pieces: readonly Piece[];
  /** What its years are counted by, if not by our calendar. */
  readonly calendar: EraCalendar | undefined;
}

function sectionsOf(code: string): readonly (readonly Piece[])[] {
  const sections: Piece[][] = [[]];
  for (const { type, raw } of formats().tokenize(code)) {
    if (type === 'BREAK') sections.push([]);
    else sections[sections.length - 1].push({ type, raw });
  }
  // What stands in a fifth section shows nowhere.
  return sections.slice(0, 4);
}

function section(pieces: readonly Piece[]): Section {
  const dated = pieces.some(({ type }) => type === 'DATETIME' || type === 'DURATION' || type === 'AMPM');
  const locale = pieces.find(({ type }) => type === 'LOCALE')?.raw ?? '';
  const country = /-[\da-f]{0,4}(0?411|0?404)\]|-(ja|zh-TW)\b/i.exec(locale);
  const calendar = country === null ? undefined : /411|ja/i.test(country[0]) ? 'japan' : 'taiwan';
  return { pieces: pieces.map((piece) => asExcelTakesIt(piece, dated)), calendar: dated ? calendar : undefined };
}

function asExcelTakesIt(piece: Piece, dated: boolean): Piece {
  const { type, raw } = piece;
  if (type === 'LOCALE' && !dated) return { type, raw: quoted(/^\[\$([^\]-]*)/.exec(raw)?.[1] ?? '') };
  if (type === 'ERROR') return { type, raw: `\\${raw}` };
  return type === 'MODIFIER' || type === 'NATNUM' ? { type, raw: '' } : piece;
}

/** The text of a section; for a serial with the years of its reign written out. */
function textOf({ pieces, calendar }: Section, serial?: number): string {
  if (calendar === undefined || serial === undefined) return pieces.map(({ raw }) => raw).join('');
  return pieces
    .map(({ type, raw }) => (type === 'DATETIME' && /^[ge]/i.test(raw) ? quoted(eraText(raw, serial, calendar)) : raw))
    .join('');
}

/** The other names of AM/PM, outside quotes. */
function withClockNames(code: string): string {
  return code.replace(/"[^"]*"|\\.|a\/p|上午\/下午|午前\/午後|오전\/오후/gs, (found) => {
    const name = clockNames.get(found);
    return name ?? found;
  });
}

function quoted(text: string): string {
  return text === '' ? '' : `"${text.replaceAll('"', '')}"`;
}

const mark = '\u0001';
const clockNames = new Map([
  ['a/p', `"${mark}"A/P`],
  ['上午/下午', '[$-804]AM/PM'],
  ['午前/午後', '[$-411]AM/PM'],
  ['오전/오후', '[$-412]AM/PM'],
]);
/** Excel takes 255 characters. */
const longestCode = 1000;
const generalCode: PreparedCode = { code: 'General', shows: 'number', hasSmallClock: false };
