/**
 * The hexadecimal digits of a text in upper case, without the signs that people and tools put between and around them;
 * undefined if anything else is in it.
 */
export function hexDigits(text: string): string | undefined {
  let digits = '';
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 48 && code <= 57) || (code >= 65 && code <= 70)) digits += text[at];
    else if (code >= 97 && code <= 102) digits += String.fromCharCode(code - 32);
    else if (!separators.has(code)) return undefined;
  }
  return digits;
}

const separators: ReadonlySet<number> = new Set([...' \t:-._{}'].map((sign) => sign.charCodeAt(0)));
