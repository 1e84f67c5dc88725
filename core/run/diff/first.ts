/** The first ones of many, by their number: as many as are shown. The others are counted alone. */
export class First<Item> {
  readonly #most: number;
  #items: { readonly number: number; readonly item: Item }[] = [];
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  /** `make` is called only if it may be among the first. */
  add(number: number, make: () => Item): void {
    this.#count++;
    const last = this.#items.at(this.#most - 1);
    if (
      this.#most === 0 ||
      (last !== undefined && this.#items.length >= this.#most && this.#isSorted && number > last.number)
    )
      return;
    this.#items.push({ number, item: make() });
    this.#isSorted = false;
    if (this.#items.length >= 2 * this.#most + 16) this.#cut();
  }

  items(): readonly Item[] {
    this.#cut();
    return this.#items.map(({ item }) => item);
  }

  #isSorted = true;

  #cut(): void {
    this.#items.sort((a, b) => a.number - b.number);
    this.#items = this.#items.slice(0, this.#most);
    this.#isSorted = true;
  }
}
