/** Names for the columns of a header: trimmed, blank ones by their place, repeated ones with a count. */
export function nameColumns(header: readonly string[], note: (sentence: string) => void): readonly string[] {
  const taken = new Set<string>(header.map((name) => name.trim()));
  const used = new Set<string>();
  const blank: string[] = [];
  const repeated: string[] = [];
  const names = header.map((given, index) => {
    const trimmed = given.trim();
    if (trimmed !== '' && !used.has(trimmed)) {
      used.add(trimmed);
      return trimmed;
    }
    const name = trimmed === '' ? free(`Column ${index + 1}`, taken, used) : free(trimmed, taken, used);
    (trimmed === '' ? blank : repeated).push(name);
    used.add(name);
    return name;
  });
  if (blank.length > 0) note(`${count(blank, 'column has', 'columns have')} no name: called ${list(blank)}.`);
  if (repeated.length > 0)
    note(`${count(repeated, 'column repeats', 'columns repeat')} an earlier name: called ${list(repeated)}.`);
  return names;
}

function free(name: string, taken: ReadonlySet<string>, used: ReadonlySet<string>): string {
  const isFree = (candidate: string) => !taken.has(candidate) && !used.has(candidate);
  if (isFree(name)) return name;
  let number = 2;
  while (!isFree(`${name} (${number})`)) number++;
  return `${name} (${number})`;
}

function count(names: readonly string[], one: string, several: string): string {
  return `${names.length} ${names.length === 1 ? one : several}`;
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, 10)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > 10 ? `${shown} and so on` : shown;
}
