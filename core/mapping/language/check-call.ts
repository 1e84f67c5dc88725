import { didYouMean } from '../../errors/suggest.ts';
import { cleaning } from '../evidence/auto.ts';
import { ArgumentFault, type FunctionSpec, type Literals, type Parameter } from '../functions/define.ts';
import { functions } from '../functions/index.ts';
import type { Type, Value } from '../functions/value.ts';
import type { Checker } from './check.ts';
import { article, asNumber, asText, commonType, unknown } from './convert.ts';
import type { Step, Typed } from './step.ts';
import type { Argument, Call, Expression } from './tree.ts';

/** Checks a call against the function's declaration, and binds its literals. */
export function checkCall(node: Call, spec: FunctionSpec | undefined, checker: Checker): Typed {
  if (spec === undefined) {
    for (const { value } of node.args) checker.check(value);
    return checker.fault(
      'mapping/unknown-function',
      `There is no function ${node.name}().${didYouMean(node.name, functions.keys())}`,
      node.nameStart,
    );
  }
  const assigned = assign(node, spec, checker);
  if (assigned === undefined) {
    for (const { value } of node.args) checker.check(value);
    return unknown(node);
  }
  const checked = assigned.map(({ parameter, value }) => ({
    parameter,
    value,
    typed: value === undefined ? undefined : checkArgument(parameter, value, checker),
  }));
  const run = bind(node, spec, checked, checker);
  const given = checked.flatMap(({ typed, parameter }) =>
    parameter.type === 'any' && typed !== undefined ? [typed] : [],
  );
  const type = spec.returns === 'argument' ? commonType(given, node, checker) : spec.returns;
  // Literal arguments have gone into `run` by bind.
  const computed = checked.filter(({ parameter }) => !parameter.literal);
  const args = computed.map(({ typed, parameter, value }): Step => {
    if (typed === undefined || value === undefined) return { op: 'literal', value: null, of: node };
    return parameter.type === 'any' && type === 'number' && spec.returns === 'argument'
      ? asNumber(typed, value)
      : typed.step;
  });
  // An argument that was left out must not make the whole call null.
  while (args.length > 0 && computed[args.length - 1].typed === undefined) args.pop();
  const step: Step = { op: 'call', name: spec.name, run, args, nulls: spec.nulls ?? 'propagate', of: node };
  return { step: typedCellsFirst(step, node, spec, checked, checker), type };
}

/** Cells that a program keeps as numbers or dates go past the arguments that say how a country writes them. */
function typedCellsFirst(
  step: Step,
  node: Call,
  { typed, ...spec }: FunctionSpec,
  checked: readonly Checked[],
  checker: Checker,
): Step {
  if (typed === undefined || step.op !== 'call') return step;
  const { only, without } = typed;
  if (!checked.some(({ parameter, value }) => value !== undefined && without.includes(parameter.name))) return step;
  const [text] = step.args;
  const read = typedRead(text, only, checker);
  if (read === undefined) return step;
  const kept = checked.filter(({ parameter }) => !without.includes(parameter.name));
  const left: Step = { ...step, run: bind(node, spec, kept, checker), args: [read, ...step.args.slice(1)] };
  return { op: '??', left, right: step, of: node };
}

/** The same steps on the typed cells of the column, if there are none that expect the text of a country. */
function typedRead(step: Step, only: 'number' | 'moment', checker: Checker): Step | undefined {
  if (step.op === 'cell' && step.of.kind === 'column') {
    const slot = checker.scope.typedColumn?.(step.of.name, only);
    return slot === undefined ? undefined : { ...step, slot, only };
  }
  if (step.op !== 'call' || step.of.kind !== 'call' || !cleaning.has(step.of.name) || step.nulls !== 'propagate')
    return undefined;
  const [first, ...others] = step.args;
  const read = typedRead(first, only, checker);
  return read && others.every(({ op }) => op === 'literal') ? { ...step, args: [read, ...others] } : undefined;
}

interface Assigned {
  readonly parameter: Parameter;
  readonly value: Expression | undefined;
}

/** Brings arguments into the order of the parameters; named ones find theirs by name. Undefined after a fault. */
function assign(node: Call, spec: FunctionSpec, checker: Checker): readonly Assigned[] | undefined {
  const { parameters } = spec;
  const rest = parameters.at(-1)?.rest === true ? parameters.at(-1) : undefined;
  const positional: Argument[] = node.args.filter(({ name }) => name === undefined);
  const named = new Map<string, Expression>();
  for (const { name, value } of node.args) {
    if (name === undefined) continue;
    if (!parameters.some((parameter) => parameter.name === name)) {
      checker.fault(
        'mapping/wrong-arguments',
        `${spec.name}() has no argument "${name}".${didYouMean(
          name,
          parameters.map((each) => each.name),
        )}`,
        value,
      );
    }
    if (named.has(name)) checker.fault('mapping/wrong-arguments', `The argument "${name}" is given twice.`, value);
    named.set(name, value);
  }
  const assigned: Assigned[] = [];
  for (const parameter of parameters) {
    if (named.has(parameter.name)) assigned.push({ parameter, value: named.get(parameter.name) });
    else if (parameter.named) assigned.push({ parameter, value: undefined });
    else if (parameter === rest) assigned.push(...positional.splice(0).map(({ value }) => ({ parameter, value })));
    else assigned.push({ parameter, value: positional.shift()?.value });
  }
  const missing = assigned.find(({ parameter, value }) => value === undefined && !parameter.optional);
  if (missing !== undefined) {
    checker.fault(
      'mapping/wrong-arguments',
      `${spec.name}() needs the argument "${missing.parameter.name}": ${signature(spec)}.`,
      node.nameStart,
    );
    return undefined;
  }
  if (positional.length > 0) {
    checker.fault(
      'mapping/wrong-arguments',
      `${spec.name}() takes ${parameters.length} argument${parameters.length === 1 ? '' : 's'}, ${node.args.length} are given: ${signature(spec)}.`,
      positional[0].value,
    );
    return undefined;
  }
  return assigned;
}

function checkArgument(parameter: Parameter, value: Expression, checker: Checker): Typed {
  const typed = checker.check(value);
  if (parameter.literal && typed.step.op !== 'literal') {
    return checker.fault(
      'mapping/wrong-arguments',
      `The argument "${parameter.name}" must be written out, not computed.`,
      value,
    );
  }
  const wanted = parameter.type;
  if (parameter.literal && wanted === 'number' && typed.type === 'text') {
    const written = typed.step.op === 'literal' ? ` ${JSON.stringify(typed.step.value)}` : '';
    return checker.fault(
      'mapping/wrong-arguments',
      `The argument "${parameter.name}" must be a number, not the text${written}.`,
      value,
    );
  }
  if (wanted === 'any' || typed.type === wanted || typed.type === 'null') return typed;
  if (wanted === 'number' && typed.type === 'text') return { step: asNumber(typed, value), type: 'number' };
  if (wanted === 'text' && typed.type !== 'list') return { step: asText(typed, value), type: 'text' };
  return checker.fault(
    'mapping/wrong-type',
    `The argument "${parameter.name}" must be ${article(wanted)}, found ${article(typed.type)}.${hint(wanted, typed.type)}`,
    value,
  );
}

function hint(wanted: Type, found: Type): string {
  if (found === 'list') return ' join() makes a list a text; first() takes one element.';
  if (wanted === 'date' || wanted === 'instant' || wanted === 'boolean') return ` ${wanted}() converts a text.`;
  return wanted === 'list' ? ' split() makes a text a list.' : '';
}

interface Checked extends Assigned {
  readonly typed: Typed | undefined;
}

function bind(
  node: Call,
  spec: FunctionSpec,
  checked: readonly Checked[],
  checker: Checker,
): (...args: readonly Value[]) => Value {
  const literals = new Map<string, Value | Value[] | undefined>();
  for (const { parameter, typed, value: written } of checked) {
    if (!parameter.literal) continue;
    // A faulty argument stands as null, and has been told so.
    if (typed?.type === 'null' && !(written?.kind === 'literal' && written.value === null)) return () => null;
    const value = typed?.step.op === 'literal' ? typed.step.value : undefined;
    const earlier = literals.get(parameter.name);
    if (!parameter.rest) literals.set(parameter.name, value);
    else if (value !== undefined) literals.set(parameter.name, Array.isArray(earlier) ? [...earlier, value] : [value]);
  }
  try {
    return spec.bind(Object.fromEntries(literals) as Literals, checker.scope.context);
  } catch (cause) {
    if (!(cause instanceof ArgumentFault)) throw cause;
    checker.fault(cause.code, cause.message, node.nameStart);
    return () => null;
  }
}

/** `pad(text, width, sign?)`, as messages and the reference page show it. */
export function signature({ name, parameters }: FunctionSpec): string {
  const shown = parameters.map(
    (each) => `${each.rest ? '…' : ''}${each.name}${each.named ? ':' : ''}${each.optional ? '?' : ''}`,
  );
  return `${name}(${shown.join(', ')})`;
}
