import { monthOfName } from '../functions/month-names.ts';

/**
 * The pattern of a day whose month is a name, such as `07-Mar-24`, `March 7, 2024`, `Thursday, 7 March 2024` and
 * `7 de marzo de 2024`; undefined if it is none.
 */
export function namedDatePattern(text: string): string | undefined {
  const [, weekday = '', before, name, behind, year] = dayFirst.exec(text) ?? monthFirst.exec(text) ?? [];
  if (name === undefined || monthOfName(name) === undefined) return undefined;
  const lead = weekday === '' ? '' : weekday.replace(/^\p{L}+/u, 'E');
  return `${lead}${lettersOf(before)}MMM${lettersOf(behind)}${'y'.repeat(year.length)}`;
}

/** A day becomes d, and words stand in quotes. */
function lettersOf(between: string): string {
  return between.replace(/\p{L}+/gu, (word) => `'${word}'`).replace(/\d+/, 'd');
}

const dayFirst =
  /^(\p{L}{2,12}[.,]?\s)?(\d{1,2}(?:[-. /]\s?| de ))(\p{L}{3,14})((?:[-. /,]|\. )\s?|\sde\s)(\d{4}|\d\d)(?!\d)/u;
const monthFirst = /^(\p{L}{2,12}[.,]?\s)?()(\p{L}{3,14})(\.?\s\d{1,2},?\s)(\d{4})(?!\d)/u;
