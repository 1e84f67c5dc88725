import { type OptionValues, option } from '../../core/options/option.ts';
import { daysBefore, today } from './days.ts';
import { guardOf } from './guard.ts';

/** What License Metric Tool is asked for, whatever its database. */
export const productOptions = {
  computerGroup: option.integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    summary:
      'The computer group whose computers and results are read, by its id. The dataset computer-groups has them.',
    example: '3',
  }),
  deletedDays: option.integer({
    minimum: 0,
    maximum: 3650,
    default: 90,
    summary: 'Computers that were deleted up to so many days ago are taken, as deleted ones; older ones are left out.',
  }),
  usageDays: option.integer({
    minimum: 1,
    maximum: 3650,
    default: 90,
    summary: 'Results of metrics are read of periods that have ended in so many days, or not yet.',
  }),
  asOf: option.text({
    summary: 'The day from which days are counted back, such as 2024-03-31; without it, today in UTC.',
    example: '2024-03-31',
  }),
} as const;

type Values = OptionValues<typeof productOptions>;

/** What its queries are bound to, and what is checked before their rows are taken. */
export const product = {
  unpublished: true as const,
  parametersOf({ asOf, deletedDays, usageDays }: Values): Readonly<Record<string, string>> {
    const day = asOf ?? today();
    return { deletedSince: daysBefore(day, deletedDays), usageSince: daysBefore(day, usageDays) };
  },
  guard: ({ computerGroup }: Values) => guardOf(computerGroup),
};
