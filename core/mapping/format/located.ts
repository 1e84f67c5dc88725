import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import type { Place } from '../../errors/errors.ts';
import { type Fault, fault } from '../../errors/errors.ts';
import { quoteExpressions } from './quote-expressions.ts';
import { offsetInFile } from './scalar-offset.ts';

/** A YAML document in which every value knows the file, line and column where it stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}
export interface LocatedEntry {
  /** Where the key stands. */
  readonly place: Place;
  readonly value: Located;
}
export interface LocatedList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Located[];
}
export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  /** As YAML reads it. */
  readonly value: string | number | bigint | boolean | null;
  /** As it is written: 00123 keeps its zeros. */
  readonly text: string;
  /** Where a character of the text stands. */
  readonly placeAt: (offset: number) => Place;
}

/** Parses a YAML text; `file` is what places are printed with. Faults name every error of the YAML itself. */
export function parseLocated(
  text: string,
  file: string,
): { readonly document?: Located; readonly faults: readonly Fault[] } {
  const plain = parseYaml(text);
  const quoted = quoteExpressions(text, plain.document.errors);
  const { document, lines } = quoted === undefined ? plain : parseYaml(quoted.text);
  // Places are those of the text as it was written.
  const lineStarts = quoted === undefined ? lines : plain.lines;
  const placeOf = (offset: number): Place => {
    const { line, col } = lineStarts.linePos(quoted?.offsetBefore(offset) ?? offset);
    return { file, line, column: col };
  };
  const faults = yamlFaults(document.errors, text, { file, placeOf });
  if (faults.length > 0) return { faults };
  if (document.contents === null)
    return { faults: [fault('mapping/not-yaml', 'The file is empty.', { place: { file, line: 1, column: 1 } })] };
  try {
    return { document: locate(document.contents, { text: quoted?.text ?? text, placeOf }), faults };
  } catch (cause) {
    if (!(cause instanceof NotPlain)) throw cause;
    return { faults: [fault('mapping/not-yaml', cause.message, { place: placeOf(cause.offset) })] };
  }
}

function parseYaml(text: string) {
  const lines = new LineCounter();
  const options = { lineCounter: lines, intAsBigInt: false, prettyErrors: false, uniqueKeys: true };
  return { document: parseDocument(text, options), lines };
}

/** One for each line, because what else YAML says of it follows from the first; and all expressions that lack quotes. */
function yamlFaults(
  errors: readonly { readonly message: string; readonly pos: readonly [number, number] }[],
  text: string,
  { file, placeOf }: { readonly file: string; readonly placeOf: (offset: number) => Place },
): readonly Fault[] {
  const faults = new Map<number, Fault>();
  if (errors.length === 0) return [];
  text.split('\n').forEach((content, index) => {
    const bare = bareExpression(content);
    if (bare === undefined) return;
    const place = { file, line: index + 1, column: bare.column };
    faults.set(index + 1, fault('mapping/not-yaml', bare.message, { place }));
  });
  const bareLines = new Set(faults.keys());
  for (const { message, pos } of errors) {
    const place = placeOf(pos[0]);
    const { line = 0 } = place;
    // The end of a value that YAML could not read is often found on the line below it.
    if (faults.has(line) || bareLines.has(line - 1)) continue;
    faults.set(line, fault('mapping/not-yaml', sentence(message), { place }));
  }
  return [...faults].sort(([a], [b]) => a - b).map(([, each]) => each);
}

/** An expression that begins with a bracket or a quote, which mean something else to YAML. */
const beginsAsYaml =
  /(?:^|[\s{,])[^\s:]+:\s+((\[)[^\]]*\]|(")(?:[^"\\]|\\.)*")\s*(?:[|+*/=<>!?-]|(?:and|or|in|not)\b)/d;

function bareExpression(line: string): { readonly message: string; readonly column: number } | undefined {
  const found = beginsAsYaml.exec(line);
  const start = found?.indices?.[1]?.[0];
  if (found === null || start === undefined) return undefined;
  const message = `An expression that begins with ${found[2] ?? found[3]} needs quotes around the whole of it, such as '${found[1]} | trim'.`;
  return { message, column: start + 1 };
}

interface Positions {
  readonly text: string;
  readonly placeOf: (offset: number) => Place;
}

/** Aliases are refused: nested ones grow without bound. */
class NotPlain extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** `around` is where something stands that has no text of its own. */
function locate(node: Node | null, positions: Positions, around = 0): Located {
  const offset = node?.range?.[0] ?? around;
  const place = positions.placeOf(offset);
  if (isAlias(node)) throw new NotPlain('Aliases (*name) are not supported; write the value out.', offset);
  if (isSeq<Node | null>(node))
    return { kind: 'list', place, items: node.items.map((item) => locate(item, positions, offset)) };
  if (isMap<Node | null, Node | null>(node)) {
    const entries = new Map<string, LocatedEntry>();
    for (const { key, value } of node.items) {
      const start = key?.range?.[0] ?? offset;
      if (!isScalar(key)) throw new NotPlain('A key must be a plain text.', start);
      const name = scalarText(key);
      // YAML tells the number 1 from the text "1"; here both are the same name.
      if (entries.has(name)) throw new NotPlain('The name is here twice.', start);
      entries.set(name, { place: positions.placeOf(start), value: locate(value, positions, start) });
    }
    return { kind: 'map', place, entries };
  }
  return isScalar(node)
    ? locateScalar(node, positions)
    : { kind: 'scalar', place, value: null, text: '', placeAt: () => place };
}

function locateScalar(node: Scalar, { text, placeOf }: Positions): LocatedScalar {
  const start = node.range?.[0] ?? 0;
  const { value } = node;
  const plain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
      ? value
      : null;
  return {
    kind: 'scalar',
    place: placeOf(start),
    value: plain,
    text: scalarText(node),
    placeAt: (offset) => placeOf(Math.min(offsetInFile(node, text, offset), text.length)),
  };
}

function scalarText(node: Scalar): string {
  if (typeof node.value === 'string') return node.value;
  return node.source ?? (node.value === null ? '' : String(node.value));
}

function sentence(message: string): string {
  if (message.startsWith('Source contains multiple documents')) return 'A mapping is one document: leave --- out.';
  if (message.startsWith('Map keys must be unique')) return 'The name is here twice.';
  if (message.startsWith('Sequence item without -')) return 'The line is not indented like those beside it.';
  if (message.startsWith('Maximum call stack')) return 'The values nest too deeply.';
  const first = message.split('\n')[0];
  return first.endsWith('.') ? first : `${first}.`;
}

/** A value without its places. */
export function plainValue(node: Located): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries([...node.entries].map(([name, { value }]) => [name, plainValue(value)]));
}
