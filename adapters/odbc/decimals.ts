/** Numbers as plain decimal text, without an exponent and without zeros that say nothing. */

/** `12.5` of `0012.500` or `1.25e1`; undefined if the text is no number. */
export function canonicalDecimal(text: string): string | undefined {
  const [, sign, whole = '', fraction = '', exponent] = decimal.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  if (exponent !== undefined) return shifted(sign, whole, fraction, Number(exponent));
  return plain(sign, whole, fraction);
}

// Oracle and DB2 leave out the zero before the point.
const decimal = /^ *([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))? *$/;

/** The shortest decimal that is read as this number again. */
export function decimalOfFloat(value: number): string {
  return canonicalDecimal(String(value)) ?? String(value);
}

function shifted(sign: string, whole: string, fraction: string, by: number): string {
  const digits = whole + fraction;
  const point = whole.length + by;
  if (point <= 0) return plain(sign, '0', '0'.repeat(-point) + digits);
  return plain(sign, digits.slice(0, point).padEnd(point, '0'), digits.slice(point));
}

function plain(sign: string, whole: string, fraction: string): string {
  const before = whole.replace(/^0+(?=\d)/, '') || '0';
  const after = fraction.replace(/0+$/, '');
  const value = after === '' ? before : `${before}.${after}`;
  return sign === '-' && value !== '0' ? `-${value}` : value;
}
