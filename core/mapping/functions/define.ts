import type { Code } from '../../errors/catalogue.ts';
import type { Type, Value } from './value.ts';

export interface Parameter {
  readonly name: string;
  readonly type: Type | 'any';
  readonly summary: string;
  /** The argument must be a literal: it is checked before any row is read, and given to `bind`. */
  readonly literal?: true;
  /** Given by its name only, as in `lookup("chassis", else: "unknown")`: places in the call never fill it. Always literal. */
  readonly named?: true;
  /** May be left out: then it is undefined. Only at the end. */
  readonly optional?: true;
  /** May be given any number of times; only the last one. */
  readonly rest?: true;
}

/** What surrounds an expression: settings of the mapping and its lookup tables. */
export interface BindContext {
  /** The zone of texts without one, as IANA name, if mapping or source state it. */
  readonly zone?: string;
  /** A lookup table of the mapping: undefined if there is none of this name. */
  readonly lookup: (name: string) => LookupTable | undefined;
  readonly lookupNames: readonly string[];
}

export interface LookupTable {
  /** Natural keys: found without case and trailing blanks. */
  readonly get: (key: string) => string | null | undefined;
}

/**
 * Computes a value from evaluated arguments, in order. Literal parameters stand behind the others: `bind` has had them, and
 * `run` can do without.
 */
// biome-ignore lint/suspicious/noExplicitAny: each function states its own argument types; the checker holds every call to them.
export type Run = (...args: any[]) => Value;

export type FunctionGroup = 'text' | 'numbers' | 'dates' | 'choice' | 'inventory' | 'lists' | 'hashing';

/** A function of the mapping language: this declaration gives its type check, its documentation and its tests. */
export interface FunctionSpec {
  readonly name: string;
  readonly group: FunctionGroup;
  /** One sentence, as the reference page shows it. */
  readonly summary: string;
  /** What a user should know besides, in whole sentences. */
  readonly details?: string;
  /**
   * A call's arguments without a name fill these in order; `name: value` fills the one of that name. A text given for a
   * number is read by `toNumber`, other scalars given for a text become their canonical text.
   */
  readonly parameters: readonly Parameter[];
  /** `argument` is the common type of the arguments of type any. */
  readonly returns: Type | 'argument';
  /** `propagate` (default): a null argument gives null and `run` is not called. `handle`: `run` gets the nulls. */
  readonly nulls?: 'propagate' | 'handle';
  /**
   * A number or date that a program keeps as such is in no country's form: it is read without these arguments.
   */
  readonly typed?: { readonly only: 'number' | 'moment'; readonly without: readonly string[] };
  /** Run as tests. `gives` is the value, `fails` the code of the issue. An expression uses literals only. */
  readonly examples: readonly Example[];
  /**
   * Called once for each place that calls the function, before any row, with its literal arguments by parameter name.
   * @throws ArgumentFault if a literal is impossible (a broken pattern, an unknown zone).
   */
  readonly bind: (literals: Literals, context: BindContext) => Run;
}

export type Literals = Readonly<Record<string, Value | readonly Value[] | undefined>>;

export interface Example {
  readonly expression: string;
  readonly gives?: Value;
  readonly fails?: string;
  /** The zone of the mapping, where the example needs one. */
  readonly zone?: string;
  /** Lookup tables, where the example needs some. */
  readonly lookups?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An impossible literal argument; the checker adds file, line and column. */
export class ArgumentFault extends Error {
  override readonly name = 'ArgumentFault';
  readonly code: Code;
  constructor(message: string, code: Code = 'mapping/wrong-arguments') {
    super(message);
    this.code = code;
  }
}

/** Declares a function that needs literals prepared once: give `bind`. */
export function defineFunction(spec: FunctionSpec): FunctionSpec;
/** Declares a function of its arguments alone: give `run`. */
export function defineFunction(spec: Omit<FunctionSpec, 'bind'> & { readonly run: Run }): FunctionSpec;
export function defineFunction(
  spec: Omit<FunctionSpec, 'bind'> & ({ readonly run: Run } | Pick<FunctionSpec, 'bind'>),
): FunctionSpec {
  if ('bind' in spec) return spec;
  const { run, ...rest } = spec;
  return { ...rest, bind: () => run };
}
