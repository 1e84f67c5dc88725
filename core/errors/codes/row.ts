import { codes } from '../code.ts';

/** Issues of the data: counted and kept, never thrown. */
export const rowCodes = codes({
  'row/required': {
    kind: 'issue',
    summary: 'A key or required field has no value.',
    cause: 'The cell is blank, or a function turned it into null.',
    remedy: 'Fill the cell, or filter such rows with when.',
  },
  'row/not-a-number': {
    kind: 'issue',
    summary: 'A text is not a number.',
    cause: 'Letters, a foreign decimal sign, or several signs.',
    remedy: 'Correct the cell, or say in the mapping how numbers are written: number("de").',
  },
  'row/not-a-date': {
    kind: 'issue',
    summary: 'A text is not a date of the expected pattern.',
    cause: 'Another pattern, or a day that does not exist.',
    remedy: 'Correct the cell, or give the pattern in the mapping.',
  },
  'row/not-an-instant': {
    kind: 'issue',
    summary: 'A text is not a point in time, or has no zone.',
    cause: 'Another pattern, a zone that is missing, or a time that a clock change skipped.',
    remedy: 'Correct the cell, or give pattern and zone in the mapping.',
  },
  'row/not-a-boolean': {
    kind: 'issue',
    summary: 'A text is neither yes nor no.',
    cause: 'A word that is not known.',
    remedy: 'Correct the cell, or map the words with a lookup.',
  },
  'row/not-a-choice': {
    kind: 'issue',
    summary: 'A value is none of the choices of its field.',
    cause: 'A word that the model does not know.',
    remedy: 'Translate it with a lookup in the mapping.',
  },
  'row/not-in-lookup': {
    kind: 'issue',
    summary: 'A value is missing in a lookup table that must have it.',
    cause: 'A new value at the source.',
    remedy: 'Add it to the table, or give the lookup an else.',
  },
  'row/not-valid': {
    kind: 'issue',
    summary: 'A value has not the form that a function or field demands.',
    cause: 'For example a MAC address with too few digits.',
    remedy: 'Correct the cell, or blank such values in the mapping.',
  },
  'row/out-of-range': {
    kind: 'issue',
    summary: 'A number is outside the range of its field.',
    cause: 'A negative size, or more digits than the field holds.',
    remedy: 'Correct the cell or the unit in the mapping.',
  },
  'row/too-long': {
    kind: 'issue',
    summary: 'A key is longer than its field.',
    cause: 'A cut key could equal another one, so it is rejected.',
    remedy: 'Shorten the key at the source.',
  },
  'row/cut': {
    kind: 'issue',
    summary: 'A text was longer than its field and was cut, or held characters that no target takes.',
    cause:
      'A long text, or NUL, U+0001 or half a surrogate pair in it, which became U+FFFD. The issue keeps the full value.',
    remedy: 'Nothing, unless the rest matters.',
  },
  'row/damaged-code': {
    kind: 'issue',
    summary: 'A spreadsheet has changed a code: it lost digits or leading zeros, or became a date.',
    cause:
      'A file with codes was opened in a spreadsheet, which takes 00123 for a number, 3-1 for a day, and shows 1234567890123456 as 1.23E+15. The value is kept as it is.',
    remedy:
      'Export the codes again, and open the file with these columns as text; where only zeros are missing, pad() puts them back.',
  },
  'row/duplicate-key': {
    kind: 'issue',
    summary: 'Two rows have the same key and different values.',
    cause: 'The key is not unique at the source, or the rows were changed in between.',
    remedy: 'Both origins are named: decide which is right, or choose duplicates: last or reject.',
  },
  'row/dangling-reference': {
    kind: 'issue',
    summary: 'A record refers to a key that this import does not write.',
    cause: 'The parent is missing at the source or was rejected.',
    remedy: 'Add the parent, or correct the key.',
  },
  'row/wrong-field-count': {
    kind: 'issue',
    summary: 'A record of a text file has too many or too few fields.',
    cause: 'An unquoted delimiter or a line break inside a cell.',
    remedy: 'Correct the line; the rejects file has it.',
  },
  'row/broken-record': {
    kind: 'issue',
    summary: 'A record of the file can not be decoded.',
    cause: 'A stray quote, a broken line of JSON, or a byte that the encoding does not have.',
    remedy: 'Correct the line; the rejects file has it.',
  },
  'row/unreadable': {
    kind: 'issue',
    summary: 'A row of a database can not be read; the others were, and its key is kept as present.',
    cause: 'A value that the server can not convert, or bytes that are not text in the encoding of the database.',
    remedy: 'Correct the row that the issue names in the database, or leave the column out in the query.',
  },
  'row/repaired': {
    kind: 'issue',
    summary: 'A record did not fit the columns as it stood, and was read in the one way that does.',
    cause: 'A stray quote, a field too few or too many, another delimiter in one line, or a line break inside a cell.',
    remedy: 'Compare the row with its text in the issue; with repair: none such records are rejected instead.',
  },
  'row/unexpected-column': {
    kind: 'issue',
    summary: 'A row has a value in a column that the mapping does not expect.',
    cause: 'The mapping has drift: reject.',
    remedy: 'Declare the column in the mapping, or choose another drift policy.',
  },
  'row/masked': {
    kind: 'issue',
    summary: 'A row has dots where a value was masked.',
    cause: 'A rejects file hides the values that the mapping masks, and was imported again as it is.',
    remedy: 'Write the values from the source in place of the dots.',
  },
});
