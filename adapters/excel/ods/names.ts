import { nameCode } from '../xml/tag-scanner.ts';

/** The names of elements and attributes that count in a content.xml. */
export const tags = {
  table: nameCode('table'),
  row: nameCode('table-row'),
  cell: nameCode('table-cell'),
  coveredCell: nameCode('covered-table-cell'),
  column: nameCode('table-column'),
  /** The end of the sheets; OpenOffice 1 has them right in the body. */
  spreadsheet: nameCode('spreadsheet'),
  body: nameCode('body'),
  style: nameCode('style'),
  tableProperties: nameCode('table-properties'),
  paragraph: nameCode('p'),
  heading: nameCode('h'),
  spaces: nameCode('s'),
  tab: nameCode('tab'),
  lineBreak: nameCode('line-break'),
};
export const attributes = {
  tableName: nameCode('table:name'),
  tableStyle: nameCode('table:style-name'),
  styleName: nameCode('style:name'),
  display: nameCode('table:display'),
  rowsRepeated: nameCode('table:number-rows-repeated'),
  columnsRepeated: nameCode('table:number-columns-repeated'),
  columnsSpanned: nameCode('table:number-columns-spanned'),
  rowsSpanned: nameCode('table:number-rows-spanned'),
  visibility: nameCode('table:visibility'),
  formula: nameCode('table:formula'),
  valueType: nameCode('office:value-type'),
  oldValueType: nameCode('table:value-type'),
  spaces: nameCode('text:c'),
};
/** The prefix of OpenOffice 1 was another one. */
export const values = new Set(
  ['value', 'date-value', 'time-value', 'boolean-value', 'string-value'].flatMap((name) => [
    nameCode(`office:${name}`),
    nameCode(`table:${name}`),
  ]),
);
/** What is no part of the text of a cell. */
export const asides = new Set(
  [
    'annotation',
    'shapes',
    'frame',
    'custom-shape',
    'note',
    'ruby-text',
    'tracked-changes',
    'content-validations',
    'dde-links',
    'named-expressions',
    'database-ranges',
  ].map(nameCode),
);
