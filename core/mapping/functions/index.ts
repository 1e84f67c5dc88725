import { accountFunctions } from './accounts.ts';
import { addressFunctions } from './addresses.ts';
import { choiceFunctions } from './choice.ts';
import { dateFunctions } from './dates.ts';
import type { FunctionSpec } from './define.ts';
import { epochFunctions } from './epochs.ts';
import { excelDateFunctions } from './excel-dates.ts';
import { hashingFunctions } from './hashing.ts';
import { identityFunctions } from './identities.ts';
import { instantFunctions } from './instants.ts';
import { junkFunctions } from './junk.ts';
import { listFunctions } from './lists.ts';
import { lookupFunctions } from './lookup.ts';
import { numberTextFunctions } from './number-texts.ts';
import { numberFunctions } from './numbers.ts';
import { pathFunctions } from './paths.ts';
import { regexFunctions } from './regex.ts';
import { textFunctions } from './text.ts';
import { textPartFunctions } from './text-parts.ts';
import { textSearchFunctions } from './text-search.ts';

/** Every function of the mapping language by its name, in the order of the reference page. */
export const functions: ReadonlyMap<string, FunctionSpec> = new Map(
  [
    ...textFunctions,
    ...textPartFunctions,
    ...textSearchFunctions,
    ...regexFunctions,
    ...numberTextFunctions,
    ...numberFunctions,
    ...dateFunctions,
    ...instantFunctions,
    ...excelDateFunctions,
    ...epochFunctions,
    ...choiceFunctions,
    ...lookupFunctions,
    ...addressFunctions,
    ...junkFunctions,
    ...identityFunctions,
    ...accountFunctions,
    ...listFunctions,
    ...pathFunctions,
    ...hashingFunctions,
  ].map((spec) => [spec.name, spec]),
);
