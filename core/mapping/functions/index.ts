import { addressFunctions } from './addresses.ts';
import { choiceFunctions } from './choice.ts';
import { dateFunctions } from './dates.ts';
import type { FunctionSpec } from './define.ts';
import { epochFunctions } from './epochs.ts';
import { hashingFunctions } from './hashing.ts';
import { identityFunctions } from './identities.ts';
import { instantFunctions } from './instants.ts';
import { junkFunctions } from './junk.ts';
import { listFunctions } from './lists.ts';
import { numberTextFunctions } from './number-texts.ts';
import { numberFunctions } from './numbers.ts';
import { regexFunctions } from './regex.ts';
import { textFunctions } from './text.ts';
import { textPartFunctions } from './text-parts.ts';

/** Every function of the mapping language by its name, in the order of the reference page. */
export const functions: ReadonlyMap<string, FunctionSpec> = new Map(
  [
    ...textFunctions,
    ...textPartFunctions,
    ...regexFunctions,
    ...numberTextFunctions,
    ...numberFunctions,
    ...dateFunctions,
    ...instantFunctions,
    ...epochFunctions,
    ...choiceFunctions,
    ...addressFunctions,
    ...junkFunctions,
    ...identityFunctions,
    ...listFunctions,
    ...hashingFunctions,
  ].map((spec) => [spec.name, spec]),
);
