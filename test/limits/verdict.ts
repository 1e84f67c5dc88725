import type { HostileCase } from './case.ts';
import type { Measured } from './measure-one.ts';

/** The most memory beyond the start of the process, in MiB, and the most seconds to a refusal. */
export const envelope = { memory: 256, seconds: 2 } as const;

/** What is wrong with how a case went; undefined if nothing is. Processor time: a busy machine makes nothing wrong. */
export function fits({ expect }: HostileCase, found: Measured, most: number = envelope.seconds): string | undefined {
  const { exitCode, rows, said, cpuSeconds, peak } = found;
  const heard = said.trim().slice(-300);
  if (typeof expect === 'string') {
    if (exitCode !== 3) return `exit code ${exitCode}, ${rows} rows: ${heard}`;
    if (!said.includes(expect)) return `expected ${expect}: ${heard}`;
    if (cpuSeconds > most) return `${cpuSeconds} s of processor time`;
  } else {
    if (exitCode !== 0 || rows !== expect.rows) return `exit code ${exitCode}, ${rows} rows: ${heard}`;
    const broken = Number(/(\d+) records? could not be decoded/.exec(said)?.[1] ?? 0);
    if (expect.broken !== undefined && broken !== expect.broken) return `${broken} broken rows: ${heard}`;
  }
  return peak > envelope.memory ? `${peak} MiB` : undefined;
}
