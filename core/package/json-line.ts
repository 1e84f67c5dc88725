/** One parsed line: its own properties only, whatever they are called. */
export type Line = Readonly<Record<string, unknown>>;

/**
 * Parses a line of JSON exactly: an integer beyond 2^53 becomes a bigint, and objects have no prototype, so that a property
 * called `constructor` or `__proto__` is there only if the line has it.
 */
export function parseLine(line: string): Line {
  // Only a long run of digits can be an integer that a number can't hold; the reviver costs ten times the parsing.
  const parsed: unknown = /\d{16}/.test(line) ? JSON.parse(line, exact) : JSON.parse(line);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new SyntaxError('not a JSON object');
  return bare(parsed);
}

function exact(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

function bare(value: object): Line {
  const copy: Record<string, unknown> = { __proto__: null };
  for (const [name, each] of Object.entries(value)) copy[name] = typeof each === 'object' ? bareValue(each) : each;
  return copy;
}

function bareValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bareValue);
  return typeof value === 'object' && value !== null ? bare(value) : value;
}
