import type { Code } from '../../errors/catalogue.ts';
import { didYouMean } from '../../errors/suggest.ts';
import type { BindContext, FunctionSpec } from '../functions/define.ts';
import { functions } from '../functions/index.ts';
import type { Type } from '../functions/value.ts';
import { checkCall } from './check-call.ts';
import { asBoolean, asOperand, commonType, literalStep, unknown } from './convert.ts';
import { checkOperator } from './operators.ts';
import type { Step, Typed } from './step.ts';
import type { Expression } from './tree.ts';

/** What an expression may name. */
export interface Scope {
  /** The slot and type of a column, `missing` if it is declared but not in the data, undefined if nobody knows it. */
  readonly column: (name: string) => { readonly slot: number; readonly type: Type } | 'missing' | undefined;
  /** The slot of those cells of a column of texts that hold a number, or a date, as the program keeps it. */
  readonly typedColumn?: (name: string, only: 'number' | 'moment') => number | undefined;
  readonly columnNames: () => readonly string[];
  /** Inside a record with `each`, the item is text. */
  readonly item: boolean;
  readonly context: BindContext;
}

export interface ExpressionFault {
  readonly code: Code;
  readonly message: string;
  readonly offset: number;
}

/** Takes faults while a tree is walked; a faulty part stands as null so that the rest is checked too. */
export interface Checker {
  readonly scope: Scope;
  readonly check: (expression: Expression) => Typed;
  readonly fault: (code: Code, message: string, at: Expression | number) => Typed;
}

/** Checks a whole expression. The step is only fit to run if there are no faults. */
export function checkExpression(
  expression: Expression,
  scope: Scope,
): { readonly typed: Typed; readonly faults: readonly ExpressionFault[] } {
  const faults: ExpressionFault[] = [];
  const checker: Checker = {
    scope,
    check: (each) => checkNode(each, checker),
    fault: (code, message, at) => {
      faults.push({ code, message, offset: typeof at === 'number' ? at : at.start });
      return unknown(typeof at === 'number' ? expression : at);
    },
  };
  return { typed: checker.check(expression), faults };
}

function checkNode(node: Expression, checker: Checker): Typed {
  const { scope, check, fault } = checker;
  switch (node.kind) {
    case 'literal':
      return literalStep(node);
    case 'column': {
      const column = scope.column(node.name);
      if (column === 'missing') return unknown(node);
      if (column !== undefined) return { step: { op: 'cell', slot: column.slot, of: node }, type: column.type };
      return fault(
        'mapping/unknown-column',
        `There is no column ${JSON.stringify(node.name)}.${didYouMean(node.name, scope.columnNames())}`,
        node,
      );
    }
    case 'item':
      if (scope.item) return { step: { op: 'item', of: node }, type: 'text' };
      return fault(
        'mapping/wrong-type',
        'item is the current element of a list: it has a meaning only in a record with each.',
        node,
      );
    case 'call':
      return checkCall(node, functionNamed(node.name), checker);
    case 'unary': {
      if (node.operator === '-') return checkOperator('negate', [node.operand], node, checker);
      return {
        step: { op: 'not', operand: asBoolean(check(node.operand), node.operand, checker), of: node },
        type: 'boolean',
      };
    }
    case 'binary':
      return checkBinary(node, checker);
    case 'if': {
      const condition = asBoolean(check(node.condition), node.condition, checker);
      const [consequent, alternate] = [check(node.consequent), check(node.alternate)];
      const type = commonType([consequent, alternate], node, checker);
      return {
        step: {
          op: 'if',
          condition,
          consequent: unify(consequent, type, node.consequent, checker),
          alternate: unify(alternate, type, node.alternate, checker),
          of: node,
        },
        type,
      };
    }
    case 'in':
      return checkOperator(node.negated ? 'not in' : 'in', [node.value, ...node.choices], node, checker);
  }
}

function checkBinary(node: Extract<Expression, { kind: 'binary' }>, checker: Checker): Typed {
  const { operator } = node;
  if (operator === 'and' || operator === 'or') {
    const left = asBoolean(checker.check(node.left), node.left, checker);
    const right = asBoolean(checker.check(node.right), node.right, checker);
    return { step: { op: operator, left, right, of: node }, type: 'boolean' };
  }
  if (operator === '??') {
    const [left, right] = [checker.check(node.left), checker.check(node.right)];
    const type = commonType([left, right], node, checker);
    return {
      step: {
        op: '??',
        left: unify(left, type, node.left, checker),
        right: unify(right, type, node.right, checker),
        of: node,
      },
      type,
    };
  }
  return checkOperator(operator, [node.left, node.right], node, checker);
}

/** Where a number and a text meet, the text must be a number. */
function unify(typed: Typed, type: Type | 'null', of: Expression, checker: Checker): Step {
  return type === 'number' ? asOperand(typed, of, checker) : typed.step;
}

function functionNamed(name: string): FunctionSpec | undefined {
  return functions.get(name);
}
