import type { Writable } from 'node:stream';
import type { AdapterRegistry } from '../adapter/registry.ts';

/** A command of the product, declared once: its parser, help, completion and reference page come from here. */
export interface Command {
  /** `import`, or `queue list` for one of a group. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** What else a person should know before the first use; paragraphs. */
  readonly description?: string;
  readonly args: readonly CommandArgument[];
  readonly options: readonly CommandOption[];
  readonly examples: readonly { readonly call: string; readonly says: string }[];
  /** Loaded when the command is called, so that each call starts only what it needs. */
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

export interface CommandArgument {
  /** `file`, shown as `<file>`, or `[file]` if it may be left out. */
  readonly name: string;
  readonly summary: string;
  readonly optional?: true;
  readonly variadic?: true;
}

export interface CommandOption {
  /** `--sheet <name>`; without `<…>` it is a switch. `<name...>` may be given more than once. */
  readonly flags: string;
  readonly summary: string;
  readonly choices?: readonly string[];
}

/** Does the work, and gives the exit code. */
export type RunCommand = (call: Call) => Promise<number>;

/** A call of a command: what was typed, and where output goes. */
export interface Call {
  readonly args: readonly string[];
  readonly options: Options;
  /** Whether standard output carries one JSON document and nothing else. */
  readonly json: boolean;
  readonly verbose: boolean;
  readonly adapters: AdapterRegistry;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The result, for people or programs: standard output. */
  readonly print: (text: string) => void;
  /** Standard output itself, for what is long: whoever writes waits while it is full. */
  readonly output: Writable;
  /** Messages: standard error. */
  readonly say: (text: string) => void;
  /** Whether a person can be asked and shown progress. */
  readonly terminal: boolean;
}

/** Options as they were typed. */
export class Options {
  readonly #values: Readonly<Record<string, unknown>>;
  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }
  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }
  list(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }
  has(name: string): boolean {
    return this.#values[name] === true;
  }
}
