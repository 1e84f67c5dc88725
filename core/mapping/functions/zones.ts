import { didYouMean } from '../../errors/suggest.ts';
import { civilFromDays, daysFromCivil, secondsPerDay } from './calendar.ts';
import { ArgumentFault } from './define.ts';

/** Local time in an IANA zone to UTC and back, from the runtime's own zone data. */

/** A time from `start` up to `end`, in seconds of UTC, in which a zone keeps one offset. */
interface Period {
  readonly start: number;
  readonly end: number;
  /** Local time less UTC, in seconds. */
  readonly offset: number;
}

/** An IANA zone. Asking the runtime costs microseconds, so the periods of each year that is met are kept. */
export class Zone {
  readonly name: string;
  /** None for UTC: the runtime takes as long to make one as a whole mapping takes to be read. */
  readonly #format: Intl.DateTimeFormat | undefined;
  readonly #years = new Map<number, readonly Period[]>();
  #recentYear = Number.NaN;
  #recent: readonly Period[] = [];

  constructor(name: string) {
    this.name = name;
    if (name !== 'UTC') this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /**
   * The UTC of a local time, both as seconds since 1970; `year` is that of the local time. Of a time that occurs twice
   * the earlier; NaN for one that a clock change skipped.
   */
  toUtc(year: number, local: number): number {
    const cycles = cyclesAbove(year);
    const shifted = local - cycles * secondsPerCycle;
    for (const { start, end, offset } of this.#periods(year - cycles * 400)) {
      const utc = shifted - offset;
      if (utc >= start && utc < end) return utc + cycles * secondsPerCycle;
    }
    return Number.NaN;
  }

  /** Local time less UTC, in seconds, at a time of UTC. */
  offsetAt(utc: number): number {
    const year = Math.floor(civilFromDays(Math.floor(utc / secondsPerDay)) / 10_000);
    const cycles = cyclesAbove(year);
    const shifted = utc - cycles * secondsPerCycle;
    const periods = this.#periods(year - cycles * 400);
    return (periods.find(({ end }) => shifted < end) ?? periods[periods.length - 1]).offset;
  }

  #periods(year: number): readonly Period[] {
    if (year === this.#recentYear) return this.#recent;
    let periods = this.#years.get(year);
    if (periods === undefined) {
      periods = this.#readPeriods(Math.max(year, earliestYear), year);
      this.#years.set(year, periods);
    }
    this.#recentYear = year;
    this.#recent = periods;
    return periods;
  }

  /** The periods of a year and two days around it, found day by day: no zone changes its clocks twice within a day. */
  #readPeriods(askedYear: number, year: number): readonly Period[] {
    const start = (daysFromCivil(year, 1, 1) - 2) * secondsPerDay;
    const end = (daysFromCivil(year + 1, 1, 1) + 2) * secondsPerDay;
    if (this.#format === undefined) return [{ start, end, offset: 0 }];
    if (askedYear !== year) return [{ start, end, offset: this.#ask(daysFromCivil(askedYear, 1, 1) * secondsPerDay) }];
    const periods: Period[] = [];
    let offset = this.#ask(start);
    let since = start;
    for (let day = start; day < end; day += secondsPerDay) {
      const next = this.#ask(day + secondsPerDay);
      if (next === offset) continue;
      const change = this.#findChange(day, day + secondsPerDay, offset);
      periods.push({ start: since, end: change, offset });
      [since, offset] = [change, next];
    }
    return [...periods, { start: since, end, offset }];
  }

  /** The first second between two at which the offset is no longer the given one. */
  #findChange(from: number, to: number, offset: number): number {
    let [before, after] = [from, to];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.#ask(middle) === offset) before = middle;
      else after = middle;
    }
    return after;
  }

  #ask(utc: number): number {
    const parts = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(this.#format?.format(utc * 1000) ?? '');
    if (parts?.[1] === undefined) return 0;
    const seconds = Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4] ?? 0);
    return parts[1] === '-' ? -seconds : seconds;
  }
}

const secondsPerCycle = 146_097 * secondsPerDay;

// Zones before this year keep the sun's time of their city.
const earliestYear = 1800;

// Far years repeat after 400, since the rules of the far future do: so a hostile file can not make us ask for thousands of them.
function cyclesAbove(year: number): number {
  return year <= 2500 ? 0 : Math.ceil((year - 2500) / 400);
}

const zones = new Map<string, Zone>();

/**
 * The zone of an IANA name such as `Europe/Berlin`, or `UTC`.
 * @throws ArgumentFault with a suggestion.
 */
export function zoneNamed(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  try {
    const zone = new Zone(name);
    zones.set(name, zone);
    return zone;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const suggestion = didYouMean(name, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
    throw new ArgumentFault(
      `There is no time zone ${JSON.stringify(name)}; expected an IANA name such as Europe/Berlin.${suggestion}`,
    );
  }
}
