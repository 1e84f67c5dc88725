/** The syntax tree of an expression, as the parser gives it. Every node knows where it stands in the text. */
export type Expression = Literal | ColumnName | Item | Call | Unary | Binary | If | In;

interface Span {
  /** Offsets into the expression's text. */
  readonly start: number;
  readonly end: number;
}

export interface Literal extends Span {
  readonly kind: 'literal';
  /** A number is kept as canonical decimal text in `value` with `type: 'number'`. */
  readonly type: 'text' | 'number' | 'boolean' | 'null';
  readonly value: string | boolean | null;
}
export interface ColumnName extends Span {
  readonly kind: 'column';
  readonly name: string;
}
/** The current element of the record's `each` list. */
export interface Item extends Span {
  readonly kind: 'item';
}
export interface Call extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly nameStart: number;
  readonly args: readonly Argument[];
}
export interface Argument {
  /** `else` in `lookup("chassis", else: "unknown")`. */
  readonly name?: string;
  readonly value: Expression;
}
export interface Unary extends Span {
  readonly kind: 'unary';
  readonly operator: '-' | 'not';
  readonly operand: Expression;
}
export type BinaryOperator = '+' | '-' | '*' | '/' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or' | '??';
export interface Binary extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface If extends Span {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly consequent: Expression;
  readonly alternate: Expression;
}
export interface In extends Span {
  readonly kind: 'in';
  readonly negated: boolean;
  readonly value: Expression;
  readonly choices: readonly Expression[];
}

/** The names of all columns that an expression reads, each once, in order. */
export function columnsOf(expression: Expression): readonly string[] {
  const names = new Set<string>();
  visit(expression, (node) => {
    if (node.kind === 'column') names.add(node.name);
  });
  return [...names];
}

/** Calls `see` for a node and everything below it. */
export function visit(expression: Expression, see: (node: Expression) => void): void {
  see(expression);
  for (const child of childrenOf(expression)) visit(child, see);
}

/** The node with each of its children replaced. */
export function withChildren(node: Expression, replace: (child: Expression) => Expression): Expression {
  switch (node.kind) {
    case 'call':
      return { ...node, args: node.args.map((arg) => ({ ...arg, value: replace(arg.value) })) };
    case 'unary':
      return { ...node, operand: replace(node.operand) };
    case 'binary':
      return { ...node, left: replace(node.left), right: replace(node.right) };
    case 'if':
      return {
        ...node,
        condition: replace(node.condition),
        consequent: replace(node.consequent),
        alternate: replace(node.alternate),
      };
    case 'in':
      return { ...node, value: replace(node.value), choices: node.choices.map(replace) };
    default:
      return node;
  }
}

export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'call':
      return node.args.map(({ value }) => value);
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'if':
      return [node.condition, node.consequent, node.alternate];
    case 'in':
      return [node.value, ...node.choices];
    default:
      return [];
  }
}
