/** A column of the outermost list of a query: the lines from `SELECT` to `FROM` that begin in the first column. */
interface Item {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The outermost list has an item on each line, indented by four; a CASE ends on a line that is indented alike. */
function outerList(lines: readonly string[]): {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Item[];
} {
  const from = lines.indexOf('SELECT') + 1;
  const to = lines.findIndex((line, index) => index >= from && line.startsWith('FROM '));
  const items: Item[] = [];
  let open: string[] = [];
  for (const line of from === 0 || to < 0 ? [] : lines.slice(from, to)) {
    open.push(line);
    const [, name] = /^ {4}\S.*?(\w+),?$/.exec(line) ?? [];
    if (name === undefined || line.trim() === 'CASE') continue;
    items.push({ name, lines: open });
    open = [];
  }
  return { from, to, items };
}

/** Those of the columns that its outermost list shows. */
export function shownIn(text: string, results: readonly string[]): readonly string[] {
  const shown = new Set(outerList(text.split('\n')).items.map(({ name }) => name));
  return results.filter((result) => shown.has(result));
}

/** A name of a column as the query spells it: servers fold names that stand in no quotes, each in its own way. */
export function spelledIn(text: string): (name: string) => string {
  const names = new Map(outerList(text.split('\n')).items.map(({ name }) => [name.toLowerCase(), name]));
  return (name) => names.get(name.toLowerCase()) ?? name;
}

/** The query without these columns of its outermost list. */
export function withoutResults(text: string, gone: ReadonlySet<string>): string {
  const lines = text.split('\n');
  const { from, to, items } = outerList(lines);
  const left = items.filter(({ name }) => !gone.has(name));
  if (left.length === items.length) return text;
  const list = left.flatMap((item, index) => {
    const last = (item.lines.at(-1) ?? '').replace(/,$/, '');
    return [...item.lines.slice(0, -1), index < left.length - 1 ? `${last},` : last];
  });
  return [...lines.slice(0, from), ...list, ...lines.slice(to)].join('\n');
}
