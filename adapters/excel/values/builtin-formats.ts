/**
 * The codes of the formats that a book names by number alone. Those that follow the country of the program are given as a
 * program set to the United States has them: 14 is `m/d/yyyy`. Undefined: there is no such format, and General is shown.
 */
export function builtinCode(id: number): string | undefined {
  const same = thai.get(id) ?? (isEastAsianTime(id) ? 21 : isEastAsianDate(id) ? 14 : id);
  return codes.get(same);
}

// What these show differs between Chinese, Japanese and Korean programs; a program of another country shows its short date.
function isEastAsianDate(id: number): boolean {
  return (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

function isEastAsianTime(id: number): boolean {
  return id === 32 || id === 33;
}

const codes: ReadonlyMap<number, string> = new Map([
  [0, 'General'],
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [5, '$#,##0_);($#,##0)'],
  [6, '$#,##0_);[Red]($#,##0)'],
  [7, '$#,##0.00_);($#,##0.00)'],
  [8, '$#,##0.00_);[Red]($#,##0.00)'],
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [12, '# ?/?'],
  [13, '# ??/??'],
  [14, 'm/d/yyyy'],
  [15, 'd-mmm-yy'],
  [16, 'd-mmm'],
  [17, 'mmm-yy'],
  [18, 'h:mm AM/PM'],
  [19, 'h:mm:ss AM/PM'],
  [20, 'h:mm'],
  [21, 'h:mm:ss'],
  [22, 'm/d/yyyy h:mm'],
  [37, '#,##0_);(#,##0)'],
  [38, '#,##0_);[Red](#,##0)'],
  [39, '#,##0.00_);(#,##0.00)'],
  [40, '#,##0.00_);[Red](#,##0.00)'],
  [41, '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'],
  [42, '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)'],
  [43, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)'],
  [44, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)'],
  [45, 'mm:ss'],
  [46, '[h]:mm:ss'],
  [47, 'mm:ss.0'],
  [48, '##0.0E+0'],
  [49, '@'],
]);

/** The formats of Thai programs, each of which is another one with Thai digits or names. */
const thai: ReadonlyMap<number, number> = new Map([
  [59, 1],
  [60, 2],
  [61, 3],
  [62, 4],
  [67, 9],
  [68, 10],
  [69, 12],
  [70, 13],
  [71, 14],
  [72, 15],
  [73, 16],
  [74, 17],
  [75, 20],
  [76, 21],
  [77, 22],
  [78, 45],
  [79, 46],
  [80, 47],
  [81, 14],
]);
