import { type NamesValue, option, Secret } from '../../core/options/option.ts';
import type { Timeouts } from './driver.ts';

/** The options that every adapter of a database has, beside those of its server. */
export const sqlOptions = {
  source: option.text({
    summary: 'What this source is called in packages and messages; without it, the name of the database.',
    example: 'sccm-emea',
  }),
  queries: option.text({
    path: true,
    summary: 'A folder of .sql files: each is a dataset, called as the file. They come before those of the product.',
    example: 'queries',
  }),
  views: option.names({
    summary:
      'What views and tables are called at this site, by the name that queries have for them; and their columns, by theirs.',
    example: '{ v_GS_X86_PC_MEMORY: { name: dbo.v_GS_MEMORY, columns: { TotalPhysicalMemory0: Capacity0 } } }',
  }),
  connectSeconds: option.integer({
    minimum: 1,
    maximum: 600,
    default: 15,
    summary: 'How long to wait for the connection and the login.',
  }),
  firstRowSeconds: option.integer({
    minimum: 1,
    maximum: 86_400,
    default: 600,
    summary: 'How long to wait from a query to its first row.',
  }),
  readSeconds: option.integer({
    minimum: 1,
    maximum: 86_400,
    default: 120,
    summary: 'How long to wait for more rows, once the first have come.',
  }),
  maxConnections: option.integer({
    minimum: 1,
    maximum: 8,
    default: 1,
    summary:
      'How many connections may be open at once. With one, all queries see one state of the database; with more, large datasets whose key never changes are read in ranges at once.',
  }),
  retries: option.integer({
    minimum: 0,
    maximum: 20,
    default: 3,
    summary: 'How often the reading of a dataset that failed for a passing reason is tried again within a run.',
  }),
  retrySeconds: option.integer({
    minimum: 0,
    maximum: 600,
    default: 2,
    summary:
      'How long to wait before the first of these tries; each further wait is twice as long, and none longer than 10 minutes.',
  }),
  hints: option.choice({
    choices: ['refused', 'allowed'],
    default: 'refused',
    summary:
      'Whether queries may have hints that read uncommitted or skip locked rows. They lose rows, and read some twice.',
  }),
} as const;

export type SqlOptions = typeof sqlOptions;

/** What the seam itself takes of the options. */
export interface SeamOptions {
  readonly source: string | undefined;
  readonly queries: string | undefined;
  readonly views: NamesValue;
  readonly timeouts: Timeouts;
  readonly maxConnections: number;
  readonly retries: { readonly most: number; readonly milliseconds: number };
  readonly hints: boolean;
  /** The values of parameters, by the name of the option. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly secrets: readonly Secret[];
}

/** Of the parsed options of an adapter, which has these among others. */
export function seamOptions(
  values: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, string | number | null>> = {},
): SeamOptions {
  const text = (name: keyof SqlOptions) => (typeof values[name] === 'string' ? values[name] : undefined);
  const milliseconds = (name: 'connectSeconds' | 'firstRowSeconds' | 'readSeconds') =>
    1000 * wholeNumber(values[name], sqlOptions[name].default);
  return {
    source: text('source'),
    queries: text('queries'),
    views: values.views instanceof Map ? values.views : new Map(),
    timeouts: {
      connect: milliseconds('connectSeconds'),
      firstRow: milliseconds('firstRowSeconds'),
      read: milliseconds('readSeconds'),
    },
    maxConnections: wholeNumber(values.maxConnections, sqlOptions.maxConnections.default),
    retries: {
      most: wholeNumber(values.retries, sqlOptions.retries.default),
      milliseconds: 1000 * wholeNumber(values.retrySeconds, sqlOptions.retrySeconds.default),
    },
    hints: values.hints === 'allowed',
    values: new Map(Object.entries({ ...values, ...more })),
    secrets: Object.values(values).filter((value) => value instanceof Secret),
  };
}

function wholeNumber(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
