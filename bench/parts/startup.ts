import { join } from 'node:path';
import type { Measured, Run } from '../measure.ts';
import { type Part, present } from './part.ts';

/** How long one waits for short commands, beside a Node that does nothing. */
export const startup: Part = (place) => {
  const mapping = join(import.meta.dirname, '..', '..', 'mappings', 'spreadsheets', 'computers.yaml');
  const brief = (run: Run): Run => ({ ...run, brief: true });
  const [nothing, version, check] = place
    .measure([
      brief({ label: 'node -e 0', command: process.execPath, args: ['-e', '0'] }),
      brief(place.tributary('tributary --version', ['--version'])),
      brief(place.tributary('tributary check', ['check', mapping])),
    ])
    .map(present);
  return [
    { work: 'tributary --version', own: version, more: 0.08 },
    { work: 'tributary check, one mapping', own: check, more: 0.25 },
  ].map(({ work, own, more }) => ({
    work,
    against: `node -e 0 and ${more * 1000} ms`,
    goal: 1,
    ratio: (nothing.seconds.median + more) / own.seconds.median,
    own,
    other: later(nothing, more),
  }));
};

function later({ seconds, ...rest }: Measured, more: number): Measured {
  const { median, minimum, maximum } = seconds;
  return { ...rest, seconds: { median: median + more, minimum: minimum + more, maximum: maximum + more } };
}
