/** Names for the columns of a header: trimmed, blank ones by their place, repeated ones with a count. */
export function nameColumns(
  header: readonly string[],
  note: (sentence: string) => void,
  placeName: (index: number) => string = (index) => `Column ${index + 1}`,
): readonly string[] {
  const taken = new Set<string>(header.map((name) => name.trim()));
  const used = new Set<string>();
  const counts = new Map<string, number>();
  const blank: string[] = [];
  const repeated: string[] = [];
  const names = header.map((given, index) => {
    const trimmed = given.trim();
    if (trimmed !== '' && !used.has(trimmed)) {
      used.add(trimmed);
      return trimmed;
    }
    const name = trimmed === '' ? free(placeName(index), taken, used, counts) : free(trimmed, taken, used, counts);
    (trimmed === '' ? blank : repeated).push(name);
    used.add(name);
    return name;
  });
  if (blank.length > 0) note(`${count(blank, 'column has', 'columns have')} no name: called ${list(blank)}.`);
  if (repeated.length > 0)
    note(`${count(repeated, 'column repeats', 'columns repeat')} an earlier name: called ${list(repeated)}.`);
  return names;
}

/** `Name (2)`, or the next number that is free. The counts keep a header of one name repeated a thousand times quick. */
function free(
  name: string,
  taken: ReadonlySet<string>,
  used: ReadonlySet<string>,
  counts: Map<string, number>,
): string {
  const isFree = (candidate: string) => !taken.has(candidate) && !used.has(candidate);
  if (isFree(name)) return name;
  let number = counts.get(name) ?? 2;
  while (!isFree(`${name} (${number})`)) number++;
  counts.set(name, number + 1);
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
