/** A double in the shortest text that reads back as the same double, without exponent: 1.1, never 1.1000000000000001 or 1e21. */
export function numberText(number: number): string {
  const text = String(number);
  return text.includes('e') ? withoutExponent(text) : text;
}

/**
 * The text of a number as a book keeps it. A whole number is kept digit by digit, also past 2^53; anything else is a double.
 * What is no number at all stays as it stands.
 */
export function canonicalNumber(written: string): string {
  const text = written.trim();
  const whole = text.includes('.') ? null : /^([+-]?)0*(\d+)$/.exec(text);
  if (whole !== null) return whole[1] === '-' && whole[2] !== '0' ? `-${whole[2]}` : whole[2];
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? numberText(number) : text;
}

function withoutExponent(text: string): string {
  const [, sign, first, rest = '', exponent] = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (first === undefined) return text;
  const digits = first + rest;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}
