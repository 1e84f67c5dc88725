/**
 * Shows numbers as fractions for the codes whose denominators follow from the number: `# ?/?`, `# ??/??`, `?/?`. The library
 * that does the others rounds the whole part before it takes the fraction off, and shows 99.995 as 100 199/200. Undefined:
 * the code is none of these.
 */
export function fractionDisplay(code: string): ((number: number) => string) | undefined {
  const [, whole, numerator, denominator] = /^(# )?(\?{1,7})\/(\?{1,7})$/.exec(code) ?? [];
  if (numerator === undefined || numerator !== denominator) return undefined;
  const width = numerator.length;
  const most = 10 ** width - 1;
  const text = (top: number, bottom: number) => `${String(top).padStart(width)}/${String(bottom).padEnd(width)}`;
  return (number) => {
    const size = Math.abs(number);
    const sign = number < 0 ? '-' : '';
    if (whole === undefined) return sign + text(...nearest(size, most));
    const [top, bottom] = nearest(size % 1, most);
    const units = Math.floor(size) + (top === bottom ? 1 : 0);
    if (top === 0 || top === bottom) return `${sign}${units}${' '.repeat(2 * width + 2)}`;
    return `${sign}${units === 0 ? '' : units} ${text(top, bottom)}`;
  };
}

/** The last of the continued fraction's steps whose denominator is not too large: what Excel takes. */
function nearest(size: number, most: number): [top: number, bottom: number] {
  let [top, bottom] = [Math.floor(size), 1];
  let [lastTop, lastBottom] = [1, 0];
  for (let rest = size - Math.floor(size); rest > 5e-8; ) {
    const inverse = 1 / rest;
    const step = Math.floor(inverse);
    const [nextTop, nextBottom] = [step * top + lastTop, step * bottom + lastBottom];
    if (nextBottom > most) break;
    [lastTop, lastBottom, top, bottom] = [top, bottom, nextTop, nextBottom];
    rest = inverse - step;
  }
  return [top, bottom];
}
