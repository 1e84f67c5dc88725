import type { Run } from '../functions/define.ts';
import type { Type, Value } from '../functions/value.ts';
import type { Expression } from './tree.ts';

/** A checked expression: names resolved, types known, conversions explicit, functions bound. What the back ends compile. */
export type Step =
  | { readonly op: 'literal'; readonly value: Value; readonly of: Expression }
  /** The value of the cell in a slot; slots number the columns that a mapping reads. */
  | { readonly op: 'cell'; readonly slot: number; readonly only?: 'number' | 'moment'; readonly of: Expression }
  | { readonly op: 'item'; readonly of: Expression }
  | {
      readonly op: 'call';
      /** The function that the expression names; conversions and operators have none. */
      readonly name?: string;
      readonly run: Run;
      readonly args: readonly Step[];
      /** `propagate`: a null argument gives null. */
      readonly nulls: 'propagate' | 'handle';
      readonly of: Expression;
    }
  | {
      readonly op: 'if';
      readonly condition: Step;
      readonly consequent: Step;
      readonly alternate: Step;
      readonly of: Expression;
    }
  | { readonly op: 'and' | 'or' | '??'; readonly left: Step; readonly right: Step; readonly of: Expression }
  | { readonly op: 'not'; readonly operand: Step; readonly of: Expression };

export interface Typed {
  readonly step: Step;
  readonly type: Type | 'null';
}
