import { defineAdapter } from '../adapter/contract.ts';
import { option } from '../options/option.ts';
import { openCapture } from './source.ts';

/** Reads captures, for the mappings of the source that each was made of. It comes with the core, since it knows no product. */
export default defineAdapter({
  name: 'capture',
  summary: 'A capture: rows of another source, with other names in them.',
  module: import.meta.url,
  options: {
    path: option.text({ path: true, summary: 'The folder of the capture.', example: 'captures/emea' }),
  },
  open: ({ path }, context) => openCapture(path, context),
});
