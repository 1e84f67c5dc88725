import { prepareCode, smallClock } from './format-code.ts';
import { formats } from './formats.ts';
import { fractionDisplay } from './fraction.ts';
import { quickDisplay } from './quick-display.ts';

/** The columns of a sheet that are given as the program shows them. */
export type ShownColumns = 'all' | ReadonlySet<number>;

export function isShown(shown: ShownColumns | undefined, column: number): boolean {
  return shown !== undefined && (shown === 'all' || shown.has(column));
}

/** What a program shows where there is no such day. */
export const overflow = '########';

/** What a program shows of the values of one cell format. */
export interface Display {
  readonly number: (number: number) => string;
  /** Undefined: texts are shown as they are. */
  readonly text: ((text: string) => string) | undefined;
}

/**
 * The display of a format code: what a program that is set to the United States shows in a column wide enough, and saves as
 * csv. `_x` is a blank, `*x` nothing, a day that no calendar has `########`. A code that no program takes shows as General.
 */
export function displayOf(code: string, date1904: boolean): Display {
  const known = displays[date1904 ? 1 : 0];
  let display = known.get(code);
  if (display === undefined) {
    // Books have a few dozens of formats; a hostile one shall gain nothing by having more.
    if (known.size >= mostKnown) {
      known.clear();
      memories.length = 0;
    }
    display = makeDisplay(code, date1904);
    known.set(code, display);
  }
  return display;
}

function makeDisplay(written: string, date1904: boolean): Display {
  const { code, shows, codeFor, hasSmallClock } = prepareCode(written);
  const { format } = formats();
  const fraction = fractionDisplay(code);
  const isGeneral = code.includes('General');
  const apply = (number: number): string => {
    if (fraction !== undefined && Math.abs(number) < 1e11) return fraction(number);
    const text = format(codeFor === undefined ? code : codeFor(number), isGeneral ? carried(number) : number, options);
    return hasSmallClock ? smallClock(text) : text;
  };
  // The 1904 system shows a time before its first day as the same span behind it, with a minus sign.
  const moved = shows === 'moment' ? days1904 : 0;
  const show =
    date1904 && shows !== 'number'
      ? (number: number) => (number < 0 ? `-${apply(moved - number)}` : apply(number + moved))
      : apply;
  return {
    number: remembered(quickDisplay(code), (number) => (Number.isFinite(number) ? show(number) : String(number))),
    text: format(code, probe, options) === probe ? undefined : (text) => format(code, text, options),
  };
}

/** 999999999999 shows as 1E+12: what rounds up to a power of ten in six digits is that power, which the library does not see. */
function carried(number: number): number {
  const size = Math.abs(number);
  if (size >= 1e-4 && size < 1e11) return number;
  const rounded = number.toExponential(5);
  return /^-?1\.00000e/.test(rounded) ? Number(rounded) : number;
}

/** Columns repeat themselves, dates above all. */
function remembered(
  quick: ((number: number) => string | undefined) | undefined,
  show: (number: number) => string,
): (number: number) => string {
  const texts = new Map<number, string>();
  memories.push(texts);
  return (number) => {
    const plain = quick?.(number);
    if (plain !== undefined) return plain;
    let text = texts.get(number);
    if (text === undefined) {
      if (++rememberedTexts > mostTexts) forget();
      text = show(number);
      texts.set(number, text);
    }
    return text;
  };
}

function forget(): void {
  for (const texts of memories) texts.clear();
  rememberedTexts = 0;
}

const options = {
  locale: 'en-US',
  throws: false,
  dateErrorNumber: false,
  dateSpanLarge: false,
  overflow,
};
const displays = [new Map<string, Display>(), new Map<string, Display>()] as const;
const mostKnown = 1000;
/** What the displays have shown lately, so that together they stay small. */
const memories: Map<number, string>[] = [];
let rememberedTexts = 0;
const mostTexts = 32_768;
const probe = 'a text';
/** From 1899-12-30 to 1904-01-01. */
const days1904 = 1462;
