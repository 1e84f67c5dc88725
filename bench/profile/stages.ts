/** Which files do which stage of a run: what begins with one of these does the stage; the longest beginning counts. */
export const stages: Readonly<Record<string, readonly string[]>> = {
  start: [
    'bin/',
    'core/cli/',
    'core/errors/',
    'core/options/',
    'core/mapping/',
    'core/run/bind-dataset',
    'core/run/crew',
    'core/run/worker',
    'adapters/index',
  ],
  'open + hash': [
    'core/adapter/file',
    'core/adapter/head',
    'core/adapter/inflate',
    'core/adapter/encoding',
    'core/run/input',
    // What is found from the first records, before any row is read.
    'adapters/csv/',
  ],
  scan: [
    'adapters/csv/scan',
    'adapters/csv/window',
    'adapters/csv/walk',
    'adapters/csv/structure/',
    'core/run/column-scan',
    'core/run/assumption',
    'core/mapping/evidence/',
  ],
  decode: [
    'core/adapter/',
    'adapters/csv/adapter',
    'adapters/csv/decode',
    'adapters/csv/decode-plain',
    'adapters/csv/content',
    'adapters/csv/repair/',
    'adapters/excel/',
    'adapters/json/',
  ],
  map: [
    'core/run/bytes/',
    'core/run/cell-value',
    'core/run/code-watch',
    'core/run/make-records',
    'core/run/map-one-part',
    'core/run/part-mapper',
    'core/mapping/compile/generate',
    'core/mapping/functions/',
    'core/model/',
  ],
  serialize: [
    'core/cli/rows/',
    'core/run/run-record',
    'core/run/line',
    'core/run/entity-writer',
    'core/run/entry-file',
    'core/model/key',
  ],
  compress: ['core/run/blocks'],
  finalize: ['core/run/finalize/', 'core/run/read-blocks'],
  seal: ['core/package/', 'core/spool/', 'core/run/content', 'core/run/holds', 'core/run/damaged-codes'],
};

const beginnings = Object.entries(stages)
  .flatMap(([stage, files]) => files.map((beginning) => ({ stage, beginning })))
  .sort((a, b) => b.beginning.length - a.beginning.length);

/** The stage of a file of the product. Others have none: whoever called them tells what they were for. */
export function stageOf(file: string): string | undefined {
  return beginnings.find(({ beginning }) => file.startsWith(beginning))?.stage;
}
