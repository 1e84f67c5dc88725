import { codes } from '../code.ts';

/** Reasons for which a sealed package waits for a person. */
export const holdCodes = codes({
  'hold/rejects': {
    kind: 'hold',
    summary: 'More rows were rejected than the mapping allows.',
    cause: 'The share or number of rejected rows is above limits.rejects.',
    remedy: 'Look at the rejects file, correct the source or the mapping and import again, or release the package.',
  },
  'hold/shrink': {
    kind: 'hold',
    summary: 'There are far fewer records than in the last full package of this source and mapping.',
    cause: 'Records went missing at the source, or only a part of it was read.',
    remedy: 'Compare with the source. Release the package if the records are really gone.',
  },
  'hold/date-order': {
    kind: 'hold',
    summary: 'The data do not prove the order of day and month in a column.',
    cause:
      'No value of the column has a day above 12, so both orders are possible; or values contradict each other, or a year of two digits may be before or after 2000.',
    remedy:
      'State the order in the mapping (dates: dmy or mdy, for all columns or by column), and import again, or release the package if the assumed order is right.',
  },
  'hold/number-form': {
    kind: 'hold',
    summary: 'The data do not prove how the numbers of a column are written.',
    cause:
      'All values are like 1.234, which is above a thousand in some countries and a fraction in others; or values contradict each other, or are in several currencies.',
    remedy:
      'State it in the mapping (numbers: point or comma, for all columns or by column), or in the call, as number("de"), and import again; or release the package if the assumed reading is right.',
  },
  'hold/missing-column': {
    kind: 'hold',
    summary: 'A column that the last sealed run had is missing.',
    cause: 'The export or the view has changed.',
    remedy: 'Restore the column, or release the package if it is gone for good.',
  },
  'hold/missing-dataset': {
    kind: 'hold',
    summary: 'A dataset that the last package of these mappings had is missing.',
    cause: 'A view or table of the source is gone, or the login may not read it any more.',
    remedy: 'tributary probe says what is missing. Restore it, or release the package if it is gone for good.',
  },
  'hold/missing-rows': {
    kind: 'hold',
    summary: 'A view or table that some rows of a dataset came from is missing.',
    cause: 'It is gone, or the login may not read it any more; the last package of the mapping had its rows.',
    remedy: 'tributary probe says what is missing. Restore it, or release the package if it is gone for good.',
  },
  'hold/corrects-held': {
    kind: 'hold',
    summary: 'The package brings corrected rows of one that is held.',
    cause: 'Its rows belong to a package that waits for a person.',
    remedy: 'Decide about the other package first; then release or drop this one.',
  },
  'hold/capture': {
    kind: 'hold',
    summary: 'The package was made of a capture.',
    cause:
      'A capture has some of the rows of a source, with other names in them: its machines and people do not exist.',
    remedy:
      'Leave it or drop it: it is for looking at. Release it only if a destination is to be tried with made-up records.',
  },
  'hold/source-identity': {
    kind: 'hold',
    summary: 'The source is not the one that earlier packages of this mapping came from.',
    cause: 'Another server, site or database answers under the same settings.',
    remedy: 'Check the connection. Release the package if the change is meant.',
  },
});
