/** A number for people: 1,000,000. */
export function grouped(number: number): string {
  return number.toLocaleString('en');
}
