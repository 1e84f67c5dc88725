import { mostDigits } from '../functions/number.ts';
import { SyntaxFault, type Token, tokenize } from './tokens.ts';
import type { Argument, BinaryOperator, Expression } from './tree.ts';

/** How deep parentheses and calls may nest: far beyond what a person writes, well below what the stack holds. */
const deepest = 100;
/** How many operators and functions an expression has: chains grow a tree of the same depth, which is walked recursively. */
const mostLinks = 500;
/** How many tokens: a longer list belongs into a lookup. */
const mostTokens = 10_000;

/**
 * Parses one expression. `|` binds weakest, then `or`, `and`, `not`, comparisons and `in`, `??`, `+ -`, `* /`.
 * @throws SyntaxFault with the offset in the text.
 */
export function parseExpression(text: string): Expression {
  const tokens = tokenize(text);
  if (tokens.length > mostTokens)
    throw new SyntaxFault(
      `The expression has more than ${mostTokens} words and signs. Long lists belong into lookups.`,
      tokens[mostTokens].start,
    );
  return new Parser(tokens).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #links = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#pipe();
    if (this.#next.kind !== 'end') throw this.#unexpected('an operator or the end');
    return expression;
  }

  get #next(): Token {
    return this.#tokens[this.#at];
  }

  #pipe(): Expression {
    this.#descend(this.#next.start);
    let value = this.#or();
    while (this.#take('|')) {
      const token = this.#next;
      if (token.kind !== 'name') throw this.#unexpected('the name of a function');
      this.#link(token.start);
      this.#at++;
      const args = this.#isSymbol('(') ? this.#arguments() : [];
      value = {
        kind: 'call',
        name: token.value,
        nameStart: token.start,
        args: [{ value }, ...args],
        start: value.start,
        end: this.#previousEnd,
      };
    }
    this.#depth--;
    return value;
  }

  #or(): Expression {
    return this.#leftToRight(['or'], () => this.#and());
  }

  #and(): Expression {
    return this.#leftToRight(['and'], () => this.#not());
  }

  #not(): Expression {
    const { start } = this.#next;
    if (!this.#take('not')) return this.#comparison();
    this.#descend(start);
    const operand = this.#not();
    this.#depth--;
    return { kind: 'unary', operator: 'not', operand, start, end: operand.end };
  }

  #comparison(): Expression {
    const left = this.#coalesce();
    const negated = this.#isName('not') && this.#tokens[this.#at + 1].value === 'in';
    if (negated) this.#at++;
    if (this.#take('in')) {
      const choices = this.#list();
      return { kind: 'in', negated, value: left, choices, start: left.start, end: this.#previousEnd };
    }
    const operator = comparisonOperators.get(this.#next.kind === 'symbol' ? this.#next.value : '');
    if (operator === undefined) return left;
    this.#at++;
    const right = this.#coalesce();
    return { kind: 'binary', operator, left, right, start: left.start, end: right.end };
  }

  #coalesce(): Expression {
    return this.#leftToRight(['??'], () => this.#sum());
  }

  #sum(): Expression {
    return this.#leftToRight(['+', '-'], () => this.#product());
  }

  #product(): Expression {
    return this.#leftToRight(['*', '/'], () => this.#unary());
  }

  #leftToRight(operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (let operator = this.#takeOne(operators); operator !== undefined; operator = this.#takeOne(operators)) {
      this.#link(this.#tokens[this.#at - 1].start);
      const right = operand();
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #unary(): Expression {
    const { start } = this.#next;
    if (!this.#take('-')) return this.#primary();
    this.#descend(start);
    const operand = this.#unary();
    this.#depth--;
    if (operand.kind === 'literal' && operand.type === 'number')
      return { ...operand, value: negated(String(operand.value)), start };
    return { kind: 'unary', operator: '-', operand, start, end: operand.end };
  }

  #primary(): Expression {
    const token = this.#next;
    const { start, end, value } = token;
    if (this.#take('(')) {
      const inner = this.#pipe();
      this.#expect(')');
      return inner;
    }
    this.#at++;
    if (token.kind === 'text') return { kind: 'literal', type: 'text', value, start, end };
    if (token.kind === 'number') {
      if (value.length > mostDigits) throw new SyntaxFault(`A number has at most ${mostDigits} digits.`, start);
      return { kind: 'literal', type: 'number', value: canonicalNumber(value), start, end };
    }
    if (token.kind === 'column') return { kind: 'column', name: value, start, end };
    if (token.kind === 'name') return this.#named(token);
    this.#at--;
    throw this.#unexpected('a column, a value or a function');
  }

  #named(token: Token): Expression {
    const { start, end, value } = token;
    if (value === 'true' || value === 'false')
      return { kind: 'literal', type: 'boolean', value: value === 'true', start, end };
    if (value === 'null') return { kind: 'literal', type: 'null', value: null, start, end };
    if (value === 'item') return { kind: 'item', start, end };
    if (!this.#isSymbol('(')) {
      if (reserved.has(value))
        throw new SyntaxFault(
          `"${value}" is a word of the language; a column of that name is written [${value}].`,
          start,
        );
      return { kind: 'column', name: value, start, end };
    }
    const args = this.#arguments();
    if (value !== 'if') return { kind: 'call', name: value, nameStart: start, args, start, end: this.#previousEnd };
    if (args.length !== 3 || args.some(({ name }) => name !== undefined))
      throw new SyntaxFault('if takes three parts: if(condition, then, otherwise).', start);
    const [condition, consequent, alternate] = args.map(({ value: each }) => each);
    return { kind: 'if', condition, consequent, alternate, start, end: this.#previousEnd };
  }

  #arguments(): readonly Argument[] {
    this.#expect('(');
    const args: Argument[] = [];
    if (this.#take(')')) return args;
    do {
      const named =
        this.#next.kind === 'name' &&
        this.#tokens[this.#at + 1].value === ':' &&
        this.#tokens[this.#at + 1].kind === 'symbol';
      const name = named ? { name: this.#next.value } : {};
      if (named) this.#at += 2;
      args.push({ ...name, value: this.#pipe() });
    } while (this.#take(','));
    this.#expect(')');
    return args;
  }

  #list(): readonly Expression[] {
    this.#expect('(');
    const items: Expression[] = [];
    do items.push(this.#pipe());
    while (this.#take(','));
    this.#expect(')');
    return items;
  }

  #descend(start: number): void {
    if (++this.#depth > deepest) throw new SyntaxFault(`The expression nests deeper than ${deepest} levels.`, start);
  }

  #link(start: number): void {
    if (++this.#links > mostLinks)
      throw new SyntaxFault(
        `The expression has more than ${mostLinks} operators. Divide it, or compute the value in the query of the source.`,
        start,
      );
  }

  get #previousEnd(): number {
    return this.#tokens[this.#at - 1].end;
  }

  #isSymbol(value: string): boolean {
    return this.#next.kind === 'symbol' && this.#next.value === value;
  }

  #isName(value: string): boolean {
    return this.#next.kind === 'name' && this.#next.value === value;
  }

  #take(value: string): boolean {
    if (!this.#isSymbol(value) && !this.#isName(value)) return false;
    this.#at++;
    return true;
  }

  #takeOne(operators: readonly BinaryOperator[]): BinaryOperator | undefined {
    return operators.find((operator) => this.#take(operator));
  }

  #expect(symbol: string): void {
    if (!this.#isSymbol(symbol)) throw this.#unexpected(`"${symbol}"`);
    this.#at++;
  }

  #unexpected(expected: string): SyntaxFault {
    const found = this.#next.kind === 'end' ? 'the expression ends' : `there is ${JSON.stringify(this.#next.value)}`;
    return new SyntaxFault(`Expected ${expected}, but ${found}.`, this.#next.start);
  }
}

const comparisonOperators = new Map<string, BinaryOperator>([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

/** Words that can not be bare column names. */
export const reserved: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'if', 'true', 'false', 'null', 'item']);

function negated(digits: string): string {
  return digits.startsWith('-') ? digits.slice(1) : `-${digits}`;
}

function canonicalNumber(digits: string): string {
  const [whole, fraction = ''] = digits.split('.');
  const short = fraction.replace(/0+$/, '');
  const integer = whole.replace(/^0+(?=\d)/, '');
  return short === '' ? integer : `${integer}.${short}`;
}
