import type { Value } from '../functions/value.ts';
import type { Step } from '../language/step.ts';

/**
 * The fast back end: straight-line JavaScript from checked steps. Its text is fixed templates and integers; literals, functions
 * and checks come in by index through `k`, so nothing of a mapping or a file ever becomes code.
 */
export interface Generated {
  /** The code, fit to be read: `preview --code` prints it. */
  readonly code: string;
  readonly constants: readonly unknown[];
}

/** Collects constants and temporary variables while expressions are turned into text. */
export class Generator {
  readonly constants: unknown[] = [];
  readonly #slots = new Set<number>();
  #temporaries = 0;

  /** An expression for a value that the code takes from outside. */
  constant(value: unknown): string {
    const known = this.constants.indexOf(value);
    return `k${known >= 0 ? known : this.constants.push(value) - 1}`;
  }

  /** Takes each cell that is used once from its slot. To be called when all expressions are known, as `temporaries`. */
  loads(): string {
    const cells = [...this.#slots].sort((a, b) => a - b).map((slot) => `c${slot} = cells[${slot}]`);
    return cells.length === 0 ? '' : `const ${cells.join(', ')};\n`;
  }

  temporaries(): string {
    const names = Array.from({ length: this.#temporaries }, (_, index) => `t${index}`);
    return names.length === 0 ? '' : `let ${names.join(', ')};\n`;
  }

  #temporary(): string {
    return `t${this.#temporaries++}`;
  }

  /** The text of an expression that computes a step. */
  expression(step: Step): string {
    switch (step.op) {
      case 'literal':
        return this.#literal(step.value);
      case 'cell':
        this.#slots.add(step.slot);
        return `c${step.slot}`;
      case 'item':
        return 'item';
      case 'if':
        return `(${this.expression(step.condition)} === true ? ${this.expression(step.consequent)} : ${this.expression(step.alternate)})`;
      case 'and':
        return `(${this.expression(step.left)} === true && ${this.expression(step.right)} === true)`;
      case 'or':
        return `(${this.expression(step.left)} === true || ${this.expression(step.right)} === true)`;
      case '??':
        return `(${this.expression(step.left)} ?? ${this.expression(step.right)})`;
      case 'not':
        return `(${this.expression(step.operand)} !== true)`;
      case 'call':
        return this.#call(step);
    }
  }

  #literal(value: Value): string {
    if (value === null || typeof value === 'boolean') return String(value);
    return Number.isSafeInteger(value) ? `(${String(value)})` : this.constant(value);
  }

  #call({ run, args, nulls }: Extract<Step, { op: 'call' }>): string {
    const called = this.constant(run);
    if (nulls === 'handle') return `${called}(${args.map((arg) => this.expression(arg)).join(', ')})`;
    const guards: string[] = [];
    const values = args.map((arg) => {
      if (arg.op === 'literal' && arg.value !== null) return this.expression(arg);
      const name = this.#temporary();
      guards.push(`(${name} = ${this.expression(arg)}) === null`);
      return name;
    });
    const call = `${called}(${values.join(', ')})`;
    return guards.length === 0 ? call : `(${guards.join(' || ')} ? null : ${call})`;
  }
}

/** Makes a function of generated code. `parameters` and `body` hold nothing but templates of this folder. */
export function makeFunction(
  parameters: string,
  body: string,
  constants: readonly unknown[],
): (...args: readonly never[]) => unknown {
  const names = constants.map((_, index) => `k${index}`);
  const make = new Function(
    'constants',
    `"use strict";\nconst [${names.join(', ')}] = constants;\nreturn function (${parameters}) {\n${body}\n};`,
  );
  return make(constants);
}
