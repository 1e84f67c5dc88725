/** A number as people read it: `1,234,567`. */
export function grouped(value: number): string {
  // Not by toLocaleString, whose first call loads the rules of all languages, for some 5 ms.
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
