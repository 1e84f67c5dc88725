import { type Book, type Sheet, sheetName } from '../book.ts';
import { damaged } from '../faults.ts';
import type { RowSink } from '../table/row-sink.ts';
import { type Globals, type ListedSheet, readGlobals } from './globals.ts';
import { pourSheet } from './pour.ts';
import { beginningAt, content, isBeginning, record, recordAt } from './records.ts';
import { type Survey, surveySheet } from './survey.ts';

/**
 * Opens a book of Excel 2 to 2003 from its stream. Every record is walked over before any row is given, so that a book that is
 * cut off says so at once.
 */
export async function openBiffBook(name: string, stream: Buffer, warn: (sentence: string) => void): Promise<Book> {
  const beginnings = findBeginnings(stream);
  const first = beginnings[0];
  const opened = first === undefined ? undefined : recordAt(stream, first);
  const beginning = opened === undefined ? undefined : beginningAt(stream, opened);
  if (first === undefined || beginning === undefined) throw damaged(name, 'its beginning is missing');
  const globals = await readGlobals(name, stream, first);
  if (beginning.content === content.globals && beginning.generation >= 5)
    return { sheets: listedSheets(name, stream, globals, beginnings, warn), close: async () => {} };
  return { sheets: await bareSheets(name, stream, beginnings, warn), close: async () => {} };
}

/** The sheets that the globals list, each where they say; or in the same order, where what they say is wrong. */
function listedSheets(
  file: string,
  stream: Buffer,
  globals: Globals,
  beginnings: readonly number[],
  warn: (sentence: string) => void,
): readonly Sheet[] {
  const others = beginnings.slice(1);
  const known = new Set(beginnings);
  const named = new Set(globals.sheets.map(({ offset }) => offset));
  const right = named.size === globals.sheets.length && globals.sheets.every(({ offset }) => known.has(offset));
  return globals.sheets.flatMap((listed, index) => {
    const shown = sheetName(listed.name, index);
    if (listed.kind !== 'sheet') {
      if (listed.kind !== 'module')
        warn(`Sheet ${JSON.stringify(shown)} has ${asides[listed.kind]}, not cells, so it is left out.`);
      return [];
    }
    const offset = right ? listed.offset : others[index];
    const start = offset === undefined ? undefined : recordAt(stream, offset);
    if (start === undefined) throw damaged(file, `its sheet ${shown} is missing`);
    const survey = surveySheet(`${file}!${shown}`, stream, start.end, globals);
    if (!survey.dialog) return [biffSheet(file, shown, listed.hidden, stream, globals, survey, warn)];
    warn(`Sheet ${JSON.stringify(shown)} has a dialog, not cells, so it is left out.`);
    return [];
  });
}

/** Before Excel 5, and in what scripts write, sheets come without a list; each has globals of its own, perhaps a name before it. */
async function bareSheets(
  file: string,
  stream: Buffer,
  beginnings: readonly number[],
  warn: (sentence: string) => void,
): Promise<readonly Sheet[]> {
  const names = sheetHeaders(stream);
  const sheets: Sheet[] = [];
  for (const offset of beginnings) {
    const start = recordAt(stream, offset);
    const beginning = start === undefined ? undefined : beginningAt(stream, start);
    if (start === undefined || beginning === undefined) throw damaged(file, 'a sheet is cut off');
    if (beginning.content === content.workspace || beginning.content === content.globals) continue;
    const shown = sheetName(names.get(offset) ?? `Sheet${sheets.length + 1}`, sheets.length);
    if (beginning.content === content.chart || beginning.content === content.macros) {
      const what = beginning.content === content.chart ? asides.chart : asides.macros;
      warn(`Sheet ${JSON.stringify(shown)} has ${what}, not cells, so it is left out.`);
      continue;
    }
    const globals = await readGlobals(file, stream, offset);
    const survey = surveySheet(`${file}!${shown}`, stream, start.end, globals);
    sheets.push(biffSheet(file, shown, false, stream, globals, survey, warn));
  }
  return sheets;
}

function biffSheet(
  file: string,
  name: string,
  hidden: boolean,
  stream: Buffer,
  globals: Globals,
  survey: Survey,
  warn: (sentence: string) => void,
): Sheet {
  let warned = false;
  return {
    name,
    hidden,
    rowsEstimate: () => survey.lastRow,
    formulasWithoutResult: () => survey.uncalculated,
    pour: async function* (sink: RowSink) {
      // A sheet may be read more than once, and says what it has to say once.
      if (survey.repeated > 0 && !warned)
        warn(
          `Sheet ${JSON.stringify(name)} has ${survey.repeated} cells twice; the later value is read, as programs do.`,
        );
      warned = true;
      yield* pourSheet(`${file}!${name}`, stream, survey, globals, sink);
    },
  };
}

/** Where each substream begins: not those inside another, which are charts in a sheet. */
function findBeginnings(stream: Buffer): readonly number[] {
  const found: number[] = [];
  let depth = 0;
  for (let at = 0; ; ) {
    const next = recordAt(stream, at);
    if (next === undefined) return found;
    if (isBeginning(next.id)) {
      const workspace = beginningAt(stream, next)?.content === content.workspace;
      if (depth === 0 || workspace) found.push(at);
      // Sheets lie within a workspace of Excel 4, which has no end of its own.
      if (!workspace) depth++;
    } else if (next.id === record.eof) depth = Math.max(0, depth - 1);
    at = next.end;
  }
}

/** The names of sheets in a workspace of Excel 4, by where the sheets begin. */
function sheetHeaders(stream: Buffer): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (let at = 0; ; ) {
    const next = recordAt(stream, at);
    if (next === undefined) return names;
    if (next.id === record.sheetHeader && next.end - next.start > 5)
      names.set(
        next.end,
        stream.toString('latin1', next.start + 5, Math.min(next.end, next.start + 5 + stream[next.start + 4])),
      );
    at = next.end;
  }
}

const asides: Readonly<Record<Exclude<ListedSheet['kind'], 'sheet' | 'module'>, string>> = {
  chart: 'a chart',
  macros: 'macros',
};
