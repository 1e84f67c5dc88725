/** Calendars that count years by reigns or from the founding of a state: Japan's and Taiwan's. */
export type EraCalendar = 'japan' | 'taiwan';

/** What one run of `g` or `e` in a format code shows for a day: `R`, `令`, `令和`; `5`, `05`. The serial is one of the 1900 system. */
export function eraText(letters: string, serial: number, calendar: EraCalendar): string {
  const day = Math.floor(serial);
  const year = new Date((day - days1970) * 86_400_000).getUTCFullYear();
  if (calendar === 'taiwan')
    return /^g/i.test(letters) ? '民國'.slice(0, letters.length) : padded(year - 1911, letters);
  const era = eras.find(({ from }) => day >= from) ?? eras[eras.length - 1];
  if (/^g/i.test(letters)) return [era.letter, era.name.slice(0, 1), era.name][Math.min(letters.length, 3) - 1];
  return padded(year - era.before, letters);
}

function padded(year: number, letters: string): string {
  return String(year).padStart(Math.min(letters.length, 2), '0');
}

/** 1970-01-01 as a serial. */
const days1970 = 25_569;
/** The reigns since the calendar of spreadsheets begins, by the serial of their first day and the year before their first. */
const eras = [
  { from: 43_586, before: 2018, letter: 'R', name: '令和' },
  { from: 32_516, before: 1988, letter: 'H', name: '平成' },
  { from: 9_856, before: 1925, letter: 'S', name: '昭和' },
  { from: 4_595, before: 1911, letter: 'T', name: '大正' },
  { from: 0, before: 1867, letter: 'M', name: '明治' },
] as const;
