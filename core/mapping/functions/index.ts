import { choiceFunctions } from './choice.ts';
import type { FunctionSpec } from './define.ts';
import { hashingFunctions } from './hashing.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { textFunctions } from './text.ts';
import { textPartFunctions } from './text-parts.ts';

/** Every function of the mapping language by its name, in the order of the reference page. */
export const functions: ReadonlyMap<string, FunctionSpec> = new Map(
  [
    ...textFunctions,
    ...textPartFunctions,
    ...numberFunctions,
    ...choiceFunctions,
    ...listFunctions,
    ...hashingFunctions,
  ].map((spec) => [spec.name, spec]),
);
