import csv, { openCsv } from '../../adapters/csv/adapter.ts';
import { defineAdapter } from '../../core/adapter/contract.ts';

/** The csv adapter with parts so small that made-up files have several. A module of its own, so that threads can import it. */
export default defineAdapter({
  ...csv,
  module: import.meta.url,
  open: (values, context) => openCsv(values, context, 2048),
});
