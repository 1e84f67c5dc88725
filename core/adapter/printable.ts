/**
 * Text from a file or a path as it may stand in a message, an origin or a terminal: control characters, and those that
 * reorder what is printed, become `\u…` escapes.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same, cut to a length that fits a message. */
export function excerpt(text: string, most = 80): string {
  const shown = printable(text.length > most ? text.slice(0, most) : text);
  return text.length > most ? `${shown}…` : shown;
}

const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
