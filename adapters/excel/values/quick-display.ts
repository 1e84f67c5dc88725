/**
 * Shows numbers that need no rounding under the formats that most cells have: General, `00000`, `0`, `#,##0.00`. Undefined for a
 * code that is none of these, and for a number that needs more.
 */
export function quickDisplay(code: string): ((number: number) => string | undefined) | undefined {
  if (code === 'General') return (number) => generalText(number);
  const [, grouped, zeros, , decimals = ''] = /^(#,##)?(0+)(\.(0{1,10}))?$/.exec(code) ?? [];
  if (zeros === undefined || (grouped !== undefined && zeros !== '0')) return undefined;
  return (number) => {
    const size = Math.abs(number);
    const text = size < 1e15 ? String(size) : 'e';
    const point = text.indexOf('.');
    const whole = point < 0 ? text : text.slice(0, point);
    const fraction = point < 0 ? '' : text.slice(point + 1);
    if (text.includes('e') || fraction.length > decimals.length || text.length > 16) return undefined;
    const units = grouped === undefined ? whole.padStart(zeros.length, '0') : whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
    const shown = decimals === '' ? units : `${units}.${fraction.padEnd(decimals.length, '0')}`;
    return number < 0 ? `-${shown}` : shown;
  };
}

/** General has eleven characters, of which ten are digits where there is a point. */
function generalText(number: number): string | undefined {
  const size = Math.abs(number);
  if (Number.isInteger(number)) return size < 1e11 ? String(number) : undefined;
  const text = String(number);
  return size >= 1e-4 && text.length <= (number < 0 ? 11 : 10) ? text : undefined;
}
