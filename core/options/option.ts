/** What every option says of itself. */
interface Described {
  /** One sentence for help, README and editor. */
  readonly summary: string;
  /** A value as a person would write it; shown in the documentation. */
  readonly example?: string;
}

type WithDefault<Value> = { readonly default?: Value };

export interface TextOption<Default = string | undefined> extends Described {
  readonly kind: 'text';
  readonly default?: Default;
  /** A path is taken from the folder of the file that names it. */
  readonly path?: true;
}
export interface IntegerOption<Default = number | undefined> extends Described {
  readonly kind: 'integer';
  readonly minimum: number;
  readonly maximum: number;
  readonly default?: Default;
}
export interface ChoiceOption<Choice extends string = string, Default = Choice | undefined> extends Described {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
  readonly default?: Default;
}
/** A choice for all columns, or for some of them by name; the others then have the default. */
export interface PerColumnOption<Choice extends string = string> extends Described {
  readonly kind: 'perColumn';
  readonly choices: readonly Choice[];
  readonly default: NoInfer<Choice>;
}
/**
 * What things are called elsewhere: a map from names to other ones, `Hosts: INV.HOSTS`, or, where columns have other names, too,
 * `Hosts: { name: INV.HOSTS, columns: { id: HOST_ID } }`. Without any it is empty.
 */
export interface NamesOption extends Described {
  readonly kind: 'names';
}
/** Only for a true yes or no. */
export interface BooleanOption extends Described {
  readonly kind: 'boolean';
  readonly default: boolean;
}
/** A reference (`env:NAME`, `file:PATH`, `credential:NAME`) to a value that is never printed. */
export interface SecretOption extends Described {
  readonly kind: 'secret';
}

export type Option =
  | TextOption<unknown>
  | IntegerOption<unknown>
  | ChoiceOption<string, unknown>
  | PerColumnOption
  | NamesOption
  | BooleanOption
  | SecretOption;
export type OptionSpec = Readonly<Record<string, Option>>;

/** The parsed value of each option: with a default it is always there, else perhaps undefined. */
export type OptionValues<Spec extends OptionSpec> = { readonly [Name in keyof Spec]: OptionValue<Spec[Name]> };

/** What holds for all columns, and what for some of them. */
export interface PerColumnValue<Choice extends string = string> {
  readonly all: Choice;
  readonly columns: ReadonlyMap<string, Choice>;
}

/** By the name that is known here. */
export type NamesValue = ReadonlyMap<string, NameElsewhere>;

export interface NameElsewhere {
  readonly name: string;
  readonly columns: ReadonlyMap<string, string>;
}

type OptionValue<O> = O extends { kind: 'boolean' }
  ? boolean
  : O extends { kind: 'secret' }
    ? Secret | undefined
    : O extends { kind: 'names' }
      ? NamesValue
      : O extends { kind: 'integer'; default: number }
        ? number
        : O extends { kind: 'integer' }
          ? number | undefined
          : O extends { kind: 'perColumn'; choices: readonly (infer Choice extends string)[] }
            ? PerColumnValue<Choice>
            : O extends { kind: 'choice'; choices: readonly (infer Choice)[]; default: string }
              ? Choice
              : O extends { kind: 'choice'; choices: readonly (infer Choice)[] }
                ? Choice | undefined
                : O extends { kind: 'text'; default: string }
                  ? string
                  : string | undefined;

/** Declares options. `option.choice({ choices: ['a', 'b'], default: 'a', summary: '…' })`. */
export const option = {
  text: <const O extends Described & WithDefault<string> & { path?: true }>(spec: O) =>
    ({ kind: 'text', ...spec }) as const,
  integer: <const O extends Described & WithDefault<number> & { minimum: number; maximum: number }>(spec: O) =>
    ({ kind: 'integer', ...spec }) as const,
  choice: <const O extends Described & WithDefault<string> & { choices: readonly string[] }>(spec: O) =>
    ({ kind: 'choice', ...spec }) as const,
  perColumn: <const O extends Described & { choices: readonly string[]; default: string }>(spec: O) =>
    ({ kind: 'perColumn', ...spec }) as const,
  names: <const O extends Described>(spec: O) => ({ kind: 'names', ...spec }) as const,
  boolean: <const O extends Described & { default: boolean }>(spec: O) => ({ kind: 'boolean', ...spec }) as const,
  secret: <const O extends Described>(spec: O) => ({ kind: 'secret', ...spec }) as const,
};

/** A value that prints as dots wherever it ends up by mistake; `reveal()` gives it to a driver. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '•••';
  }
  toJSON(): string {
    return '•••';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '•••';
  }
}
