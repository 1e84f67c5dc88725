/** Counts the names that are found in texts, by column: for the person who captures, to see which of them are none. */
export class FoundNames {
  readonly #columns = new Map<string, Map<string, number>>();

  /** Takes the names that are found in a column. */
  in(column: string): (name: string) => void {
    const names = this.#columns.get(column) ?? new Map<string, number>();
    this.#columns.set(column, names);
    return (name) => {
      const folded = name.toLowerCase();
      const count = names.get(folded);
      if (count !== undefined || names.size < mostNames) names.set(folded, (count ?? 0) + 1);
    };
  }

  /** Of each column in which there are any, the most frequent first. */
  all(): ReadonlyMap<string, readonly string[]> {
    return new Map(
      [...this.#columns].flatMap(([column, names]) => {
        const sorted = [...names].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
        return sorted.length === 0 ? [] : [[column, sorted.map(([name]) => name)]];
      }),
    );
  }
}

const mostNames = 10_000;
