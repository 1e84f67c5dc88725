import { ArgumentFault, type Literals } from './define.ts';

/** Reads literal arguments in `bind`. */

interface IntegerLimits {
  readonly minimum: number;
  readonly maximum?: number;
  /** The value of an argument that was left out. */
  readonly default?: number;
}

/** @throws ArgumentFault */
export function integerArgument(literals: Literals, name: string, limits: IntegerLimits): number {
  const { minimum, maximum = Number.MAX_SAFE_INTEGER } = limits;
  const value = literals[name] ?? limits.default;
  if (Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return Number(value);
  const range = limits.maximum === undefined ? `from ${minimum} on` : `from ${minimum} to ${maximum}`;
  throw new ArgumentFault(`The argument "${name}" must be a whole number ${range}, not ${JSON.stringify(value)}.`);
}

/** @throws ArgumentFault */
export function choiceArgument<Choice extends string>(
  literals: Literals,
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  const value = literals[name] ?? otherwise;
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw new ArgumentFault(`The argument "${name}" must be one of ${choices.join(', ')}, not ${JSON.stringify(value)}.`);
}

/** The texts of a literal that may be given several times. */
export function textArguments(literals: Literals, name: string): readonly string[] {
  const value = literals[name] ?? [];
  return (Array.isArray(value) ? value : [value]).filter((each) => each !== null).map(String);
}

/** @throws ArgumentFault */
export function separatorOf(literals: Literals): string {
  const separator = literals.separator ?? '/';
  if (separator === '') throw new ArgumentFault('The separator must not be empty.');
  return String(separator);
}
