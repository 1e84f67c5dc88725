import type { Mark } from './driver.ts';

/** How SQL Server, by whatever driver, counts changes: transactions that are still open have their numbers already. */
export const rowversions: Mark = {
  now: 'SELECT CONVERT(varchar(18), MIN_ACTIVE_ROWVERSION(), 1) AS rowversion_now',
  value: (parameter) => `CONVERT(binary(8), ${parameter}, 1)`,
};
