import type { Fuzzer } from './case.ts';
import type { Message } from './messages.ts';

/** Adds up what became of the cases: a table by format and fault, and what must not be. */
export class Report {
  readonly #lines = new Map<string, Line>();
  readonly #failures: string[] = [];
  readonly #memory: number[] = [];
  readonly #fuzzers: Readonly<Record<string, Fuzzer>>;
  #cases = 0;

  constructor(fuzzers: Readonly<Record<string, Fuzzer>>) {
    this.#fuzzers = fuzzers;
  }

  take(message: Message): void {
    if (message.kind === 'failed') this.#failures.push(message.error);
    if (message.kind !== 'done') return;
    const { format, seed, outcome, memory } = message;
    const { label, verdict, faults, refused } = outcome;
    this.#cases++;
    if (memory !== undefined) this.#memory.push(memory);
    const key = `${format}: ${label}`;
    const line = this.#lines.get(key) ?? { files: 0, right: 0, refused: 0, exact: 0, rejected: 0, wrong: 0 };
    line.files++;
    if (refused !== undefined) line.refused++;
    else if (verdict.wrong + verdict.rejected === 0) line.right++;
    line.exact += verdict.exact;
    line.rejected += verdict.rejected;
    line.wrong += verdict.wrong;
    this.#lines.set(key, line);
    for (const fault of faults) this.#failures.push(`${format} ${seed} (${label}): ${fault}`);
    if (verdict.wrong + verdict.rejected > 0 && this.#fuzzers[format]?.strict(label))
      this.#failures.push(`${format} ${seed} (${label}): ${verdict.what ?? 'rows are wrong or rejected'}`);
  }

  /** What breaks a promise. Growth is what stays in use after the first third of the run. */
  failures(): readonly string[] {
    const third = Math.floor(this.#memory.length / 3);
    const early = Math.max(...this.#memory.slice(0, third + 1));
    const late = Math.min(...this.#memory.slice(-Math.max(1, third)));
    const grown = this.#memory.length >= 6 && late > early + 64;
    return grown ? [...this.#failures, `memory grows: ${this.#memory.join(', ')} MiB`] : this.#failures;
  }

  table(): string {
    const share = (part: number, { exact, rejected, wrong }: Line): string =>
      `${((100 * part) / Math.max(1, exact + rejected + wrong)).toFixed(2)} %`.padStart(10);
    const rows = [...this.#lines].sort().map(([key, line]) => {
      const counts = [line.files, line.right, line.refused].map((count) => String(count).padStart(8)).join('');
      return `${key.padEnd(44)}${counts}${[line.exact, line.rejected, line.wrong].map((part) => share(part, line)).join('')}`;
    });
    const head = `${''.padEnd(44)}   files   right refused     exact  rejected     WRONG`;
    const memory = this.#memory.length === 0 ? '' : `, memory in use ${this.#memory[0]} to ${this.#memory.at(-1)} MiB`;
    return [head, ...rows, `${this.#cases} files${memory}`].join('\n');
  }
}

interface Line {
  files: number;
  right: number;
  refused: number;
  exact: number;
  rejected: number;
  wrong: number;
}
