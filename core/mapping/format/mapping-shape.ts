import { modes } from '../../model/define.ts';
import { completenesses } from '../../package/content.ts';
import { duplicatePolicies } from '../../run/plan.ts';
import type { Properties, Shape } from './shape.ts';

/** The format of mapping files. docs/mapping.md and mappings/mapping.schema.json are generated from it. */

export const namePattern = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/;
const expression: Shape = { kind: 'expression' };
const text: Shape = { kind: 'text' };

export const updateRules = ['always', 'never', 'keepIfBlank'] as const;
export const driftPolicies = ['evolve', 'freeze', 'reject', 'blank'] as const;
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export const numberWords = ['point', 'comma'] as const;
export const outcomes = ['mapped', 'filtered', 'rejected', 'merged'] as const;
export const customTypes = ['text', 'integer', 'decimal', 'boolean', 'date', 'instant'] as const;

function perColumn(choices: readonly string[]): Shape {
  const one: Shape = { kind: 'choice', choices };
  return { kind: 'either', shapes: [one, { kind: 'names', of: one }] };
}

const fieldRules: Properties = {
  value: { summary: 'The expression that gives the value.', shape: expression, required: true },
  required: { summary: 'Reject the record if there is no value.', shape: { kind: 'boolean' } },
  update: {
    summary: 'Whether the receiver overwrites what it has: always, never, or not with a blank.',
    shape: { kind: 'choice', choices: updateRules },
  },
  onIssue: {
    summary: 'What a value that can not be converted does: leave the field out, or reject the record.',
    shape: { kind: 'choice', choices: ['omit', 'reject'] },
  },
};

const customRules: Properties = {
  value: { summary: 'The expression that gives the value.', shape: expression, required: true },
  type: { summary: 'The type of the field.', shape: { kind: 'choice', choices: customTypes } },
};

const recordProperties: Properties = {
  entity: { summary: 'The entity that the record is of.', shape: text, required: true },
  as: {
    summary: 'A name for the record, where several are of one entity.',
    shape: { kind: 'text', pattern: /^[A-Za-z][A-Za-z0-9-]*$/, expected: 'a word such as publisher' },
  },
  each: {
    summary: 'A list: the record is made once for each element, which expressions call item.',
    shape: expression,
  },
  when: {
    summary: 'A condition: without it the record is not made. A row of which no record is made is filtered.',
    shape: expression,
  },
  mode: {
    summary: 'How the receiver treats the record; lookup only names one of another source.',
    shape: { kind: 'choice', choices: modes },
  },
  onReject: {
    summary: 'Whether a fault in this record rejects its whole row (the default), or the record alone.',
    shape: { kind: 'choice', choices: ['row', 'record'] },
  },
  duplicates: {
    summary: 'What happens to a later record of the same key with other values.',
    shape: { kind: 'choice', choices: duplicatePolicies },
  },
  match: {
    summary: 'The fields by which the receiver finds the record that it has already.',
    shape: { kind: 'list', of: text },
  },
  key: { summary: 'The key, for entities that have one.', shape: expression },
  fields: {
    summary: 'Each field with its expression, or with value and rules.',
    shape: { kind: 'names', of: { kind: 'either', shapes: [expression, { kind: 'object', properties: fieldRules }] } },
  },
  custom: {
    summary: 'Fields of your own, beside those of the entity.',
    shape: { kind: 'names', of: { kind: 'either', shapes: [expression, { kind: 'object', properties: customRules }] } },
  },
};

const columnRules: Properties = {
  aliases: { summary: 'Other names under which the column is accepted.', shape: { kind: 'list', of: text } },
  required: { summary: 'Stop if the column is missing.', shape: { kind: 'boolean' } },
};

const lookupFile: Properties = {
  file: { summary: 'A csv file beside the mapping.', shape: text, required: true },
  key: { summary: 'Its column with the values that are looked up.', shape: text, required: true },
  value: { summary: 'Its column with the values that are found.', shape: text, required: true },
};

const testProperties: Properties = {
  name: { summary: 'What the test promises, as a sentence.', shape: text, required: true },
  row: {
    summary: 'The cells of one row, by column. Columns left out are null.',
    shape: { kind: 'names', of: { kind: 'any' } },
  },
  rows: { summary: 'Several rows.', shape: { kind: 'list', of: { kind: 'names', of: { kind: 'any' } } } },
  expect: {
    summary: 'By entity, the record or the list of records that come out. Fields that are left out are not compared.',
    shape: { kind: 'names', of: { kind: 'any' } },
  },
  issues: { summary: 'The codes of all issues, in order. None if left out.', shape: { kind: 'list', of: text } },
  outcome: { summary: 'What becomes of the first row.', shape: { kind: 'choice', choices: outcomes } },
};

export const mappingProperties: Properties = {
  mapping: {
    summary: 'The name, in lower case with slashes: sccm/computers.',
    shape: { kind: 'text', pattern: namePattern, expected: 'a name such as sccm/computers' },
    required: true,
  },
  summary: { summary: 'What it maps, in a sentence.', shape: text },
  extends: { summary: 'The path of a mapping that this one changes.', shape: text },
  source: {
    summary: 'The adapter, its options, and what the data do not say of themselves.',
    shape: {
      kind: 'object',
      open: true,
      properties: {
        adapter: { summary: 'The kind of source.', shape: text, required: true },
        dataset: { summary: 'The dataset, sheet or query. Without it, the first one.', shape: text },
        zone: { summary: 'The time zone of times that have none, such as Europe/Berlin or UTC.', shape: text },
        dates: {
          summary:
            'The order of day, month and year where no pattern says it, for all columns or by column. Without it, the data must prove it.',
          shape: perColumn(dateOrders),
        },
        numbers: {
          summary:
            'What stands before fractions where no locale says it, a point or a comma, for all columns or by column. Without it, the data must prove it.',
          shape: perColumn(numberWords),
        },
      },
    },
    required: true,
  },
  completeness: {
    summary: 'By entity, what the absence of a record means. There is no default, because absence can mean deletion.',
    shape: { kind: 'names', of: { kind: 'choice', choices: completenesses.filter((each) => each !== 'unknown') } },
    required: true,
  },
  scope: { summary: 'What the source holds everything of, in words.', shape: text },
  columns: {
    summary:
      'Columns that the data may have, with other names for them. A declared column may be missing; any other column that an expression names must be there.',
    shape: {
      kind: 'names',
      of: {
        kind: 'either',
        shapes: [
          { kind: 'list', of: text },
          { kind: 'object', properties: columnRules },
        ],
      },
    },
  },
  drift: { summary: 'What columns that come or go do to a run.', shape: { kind: 'choice', choices: driftPolicies } },
  records: {
    summary: 'The records that a row gives.',
    shape: { kind: 'list', of: { kind: 'object', properties: recordProperties } },
    required: true,
  },
  lookups: {
    summary: 'Tables for lookup(), written out or in a csv file beside the mapping.',
    shape: { kind: 'names', of: { kind: 'either', shapes: [{ kind: 'names', of: { kind: 'any' } }] } },
  },
  limits: {
    summary: 'What holds a package until a person releases it.',
    shape: {
      kind: 'object',
      properties: {
        rejects: {
          summary: 'The share or number of rejected rows above which the package is held.',
          shape: { kind: 'amount' },
        },
        shrink: {
          summary: 'The share or number of records that may be missing against the last full package.',
          shape: { kind: 'amount' },
        },
      },
    },
  },
  mask: {
    summary: 'Values that issues and rejects show as dots: those of personal fields, or of columns by name.',
    shape: {
      kind: 'either',
      shapes: [
        { kind: 'choice', choices: ['personal'] },
        { kind: 'list', of: text },
      ],
    },
  },
  tests: {
    summary: 'Rows and what comes out of them.',
    shape: { kind: 'list', of: { kind: 'object', properties: testProperties } },
  },
};

export const mappingShape: Shape = { kind: 'object', properties: mappingProperties };
export const lookupFileShape: Shape = { kind: 'object', properties: lookupFile };
