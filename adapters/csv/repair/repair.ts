import { countReadings } from './count.ts';
import { areTwo, gluedReadings } from './glued.ts';
import { lex } from './lex.ts';
import { lineReadings } from './line.ts';
import { quoteReadings } from './quotes.ts';
import { cellOf, cellsLikely, faultLikely, fitOf, type Neighbours, type Reading } from './reading.ts';

/** What comes of a record that does not fit as it stands: the one reading that fits, or those that might. */
export interface Repair {
  readonly reading: Reading | undefined;
  /** How likely the best reading is, also where it is not taken; a natural logarithm. */
  readonly likely: number;
  /** Why there is none: a clause for people. */
  readonly because: string;
}

/** Reads a record in the one way that fits its neighbours, if there is one. Nothing is made up: what is lost is blank. */
export function repair(text: string, neighbours: Neighbours): Repair {
  if (text.length > longest) return { ...none, because: 'it is too long to be repaired' };
  if (areTwo(text, neighbours)) return { ...none, because: 'two records stand in it, with no line end between them' };
  const lexed = lex(text, neighbours.dialect);
  const readings = [
    ...gluedReadings(text, neighbours),
    ...(lexed.faultAt === undefined ? countReadings(lexed.pieces, neighbours) : []),
    ...quoteReadings(text, lexed, neighbours),
    ...lineReadings(text, lexed, neighbours),
  ];
  return choose(distinct(readings), neighbours);
}

/** Reads lines that fit alone in no way as one record, between whose fields they were broken. */
export function repairJoined(lines: readonly string[], neighbours: Neighbours): Repair {
  const text = lines.join(neighbours.lineEnd);
  if (text.length > longest) return none;
  const { profile, dialect } = neighbours;
  const lexed = lex(text, dialect);
  const isWhole = lexed.faultAt === undefined && lexed.pieces.length === profile.columns.length;
  const cells = lexed.pieces.map(cellOf);
  const done = `${lines.length} lines were joined`;
  // The line end took the place of a blank, or of none.
  const judged = cells.map((cell) => cell?.replaceAll(neighbours.lineEnd, ' ') ?? null);
  const whole = isWhole ? [{ cells, likely: faultLikely.line + cellsLikely(profile, judged), done, judged }] : [];
  const quoted = quoteReadings(text, lexed, neighbours).map((reading) => ({
    ...reading,
    done: `${done}, and ${reading.done}`,
  }));
  return choose(distinct([...whole, ...quoted]), neighbours);
}

const none: Repair = {
  reading: undefined,
  likely: Number.NEGATIVE_INFINITY,
  because: 'nothing that may have happened to it explains it',
};

/** Slips happen in short records; a long one costs more than it is worth. */
const longest = 1 << 13;

/** Readings that give the same cells are one. */
function distinct(readings: readonly Reading[]): readonly Reading[] {
  const best = new Map<string, Reading>();
  for (const reading of readings) {
    const key = JSON.stringify(reading.cells);
    const known = best.get(key);
    if (known === undefined || reading.likely > known.likely) best.set(key, reading);
  }
  return [...best.values()].sort((a, b) => b.likely - a.likely);
}

function choose(readings: readonly Reading[], { profile }: Neighbours): Repair {
  const [first, second] = readings;
  if (first === undefined) return none;
  const { likely, done } = first;
  if (fitOf(first, profile) < profile.floor) {
    return { reading: undefined, likely, because: `it does not look like the others if ${done}` };
  }
  const all = readings.reduce((sum, each) => sum + Math.exp(each.likely - likely), 0);
  if (second !== undefined && 1 / all < sure) {
    return { reading: undefined, likely, because: `it can be read in several ways: ${done}, or ${second.done}` };
  }
  return { reading: first, likely, because: '' };
}

/** How likely a reading must be among all. */
const sure = 0.98;
