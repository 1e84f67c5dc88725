import { type TypedCell, typedCell } from '../../../core/adapter/batch.ts';

/** What a number stands for, as its format shows it. */
export const cellKind = { number: 0, date: 1, dateTime: 2, time: 3, duration: 4 } as const;
export type CellKind = (typeof cellKind)[keyof typeof cellKind];

/** What a cell of this kind is in a batch; a time of day or a duration is a text like any other. */
export function typedKind(kind: CellKind): TypedCell | undefined {
  if (kind === cellKind.number) return typedCell.number;
  return kind === cellKind.date || kind === cellKind.dateTime ? typedCell.moment : undefined;
}

/** The kind that a format code shows: `dd/mm/yyyy` is a date, `[h]:mm` a duration, `0.00` a number. */
export function kindOfFormat(code: string): CellKind {
  const [first, second = ''] = sectionsOf(code);
  // A condition sets some values apart, such as 0; the others are shown by the next section.
  const isAside = second !== '' && /\[[<>=]/.test(first) && !/[#?0ymdhsg]/i.test(first.replace(/\[[<>=][^\]]*\]/g, ''));
  return kindOfSection(isAside ? second : first);
}

function kindOfSection(section: string): CellKind {
  if (/\[(?:h+|m+|s+)\]/i.test(section)) return cellKind.duration;
  const bare = section.replace(/\[[^\]]*\]/g, '').replace(/am\/pm|a\/p/gi, 'h');
  // Where there are digits there is no date: the E of a scientific format is no year. A second may have decimals.
  if (/[#?0]/.test(bare.replace(/(s[^#?0]*)\.0+/gi, '$1'))) return cellKind.number;
  if (/general|standard/i.test(bare)) return cellKind.number;
  const time = /[hs]/i.test(bare);
  // An m beside hours or seconds is minutes, else it is a month.
  const date = /[ydegb]|aaa/i.test(bare) || (/m/i.test(bare) && (!time || hasMonth(bare)));
  if (date) return time ? cellKind.dateTime : cellKind.date;
  return time ? cellKind.time : cellKind.number;
}

/** The kinds of the formats that a book names by number alone. */
export function kindOfBuiltin(id: number): CellKind {
  if (id >= 14 && id <= 17) return cellKind.date;
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return cellKind.time;
  if (id === 22) return cellKind.dateTime;
  if (id === 46) return cellKind.duration;
  // East Asian formats, whose code depends on the language of the program; and Thai ones.
  if (id === 32 || id === 33) return cellKind.time;
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return cellKind.date;
  if ((id >= 71 && id <= 74) || id === 81) return cellKind.date;
  if (id === 75 || id === 76 || id === 78 || id === 80) return cellKind.time;
  if (id === 77) return cellKind.dateTime;
  return id === 79 ? cellKind.duration : cellKind.number;
}

/** The sections without quoted texts, escaped characters, fillers and spacers. */
function sectionsOf(code: string): readonly string[] {
  return code.replace(/"[^"]*"?|\\.|[_*]./gs, '').split(';');
}

function hasMonth(bare: string): boolean {
  return [...bare.matchAll(/m+/gi)].some(({ 0: run, index }) => {
    if (run.length > 2) return true;
    const before = /([a-z])[^a-z]*$/i.exec(bare.slice(0, index))?.[1]?.toLowerCase();
    const after = /^[^a-z]*([a-z])/i.exec(bare.slice(index + run.length))?.[1]?.toLowerCase();
    return before !== 'h' && after !== 's';
  });
}
