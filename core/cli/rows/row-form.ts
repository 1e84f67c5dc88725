/** How rows are written for people and programs: what stands around the cells, and how a cell is written. */
export interface RowForm {
  readonly cells: 'csv' | 'json';
  /** Before the first row. */
  readonly start: string;
  /** Before each row but the first one. */
  readonly between: string;
  readonly open: string;
  /** Before the cell of each column. */
  readonly before: readonly string[];
  readonly close: string;
  /** Behind the last row. */
  readonly end: string;
}

export function csvForm(names: readonly string[]): RowForm {
  return {
    cells: 'csv',
    start: `${names.map(csvText).join(',')}\n`,
    between: '',
    open: '',
    before: names.map((_, index) => (index === 0 ? '' : ',')),
    close: '\n',
    end: '',
  };
}

export function ndjsonForm(names: readonly string[]): RowForm {
  return {
    cells: 'json',
    start: '',
    between: '',
    open: '{',
    before: names.map((name, index) => `${index === 0 ? '' : ','}${JSON.stringify(name)}:`),
    close: '}\n',
    end: '',
  };
}

/** One document: the dataset, the column names, and the rows as lists. */
export function jsonForm(names: readonly string[], dataset: string): RowForm {
  return {
    cells: 'json',
    start: `{"dataset":${JSON.stringify(dataset)},"columns":${JSON.stringify(names)},"rows":[`,
    between: ',\n',
    open: '[',
    before: names.map((_, index) => (index === 0 ? '' : ',')),
    close: ']',
    end: ']}\n',
  };
}

/** The text of a cell, in quotes where it needs them, and where it would be taken for null. */
export function csvText(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
