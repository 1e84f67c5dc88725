/** The signs of JSON, byte by byte. */

/** How many line ends stand before `to`. */
export function linesIn(bytes: Buffer, to: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0 && at < to; at = bytes.indexOf(lineFeed, at + 1)) lines++;
  return lines;
}

/** A string of JSON without its quotes, resolved. Its escapes were checked. */
export function resolved(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex, sign) =>
    hex === undefined ? (escapes.get(sign.charCodeAt(0)) ?? sign) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === lineFeed || byte === 13 || byte === 9;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

export function isNumberByte(byte: number): boolean {
  return isDigit(byte) || byte === minus || byte === 0x2b || byte === 0x2e || byte === 0x65 || byte === 0x45;
}

/** Whether these bytes, all of which may stand in a number, are one as JSON writes it. */
export function isNumber(bytes: Buffer, start: number, end: number): boolean {
  let at = bytes[start] === minus ? start + 1 : start;
  const digits = () => {
    const from = at;
    while (at < end && isDigit(bytes[at])) at++;
    return at > from;
  };
  if (bytes[at] === 0x30) at++;
  else if (!digits()) return false;
  if (at < end && bytes[at] === 0x2e) {
    at++;
    if (!digits()) return false;
  }
  if (at < end && (bytes[at] | 0x20) === 0x65) {
    at += bytes[at + 1] === 0x2b || bytes[at + 1] === minus ? 2 : 1;
    if (!digits()) return false;
  }
  return at === end;
}

export function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

export function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/** What stands behind a backslash, and what it means. */
export const escapes: ReadonlyMap<number, string> = new Map([
  [0x22, '"'],
  [0x5c, '\\'],
  [0x2f, '/'],
  [0x62, '\b'],
  [0x66, '\f'],
  [0x6e, '\n'],
  [0x72, '\r'],
  [0x74, '\t'],
]);
const minus = 0x2d;
const lineFeed = 10;
