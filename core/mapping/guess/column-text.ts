import { printable } from '../../adapter/printable.ts';
import { reserved } from '../language/parse.ts';

/** Texts from a file as they may stand in a mapping: in expressions, in YAML, in comments. */

/** A column as an expression names it: bare where that is possible, else in brackets. */
export function columnText(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !reserved.has(name)) return name;
  return `[${name.replaceAll(']', ']]')}]`;
}

/** A text of an expression. */
export function literalText(text: string): string {
  return `"${text.replace(/["\\]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n')}"`;
}

/** A scalar of YAML: plain where it can't be misread, else in single quotes where they need no escapes. */
export function yamlText(text: string): string {
  if (
    /^[\p{L}_(][\p{L}\p{N} _.,()[\]/|*+"=!-]*$/u.test(text) &&
    !/ $|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  )
    return text;
  return /^[\p{L}\p{N}\p{P}\p{S} ]*$/u.test(text) && !text.includes("'") ? `'${text}'` : quotedText(text);
}

/** A scalar of YAML in double quotes, with escapes for all that can not be seen. */
export function quotedText(text: string): string {
  return escapeUnseen(JSON.stringify(text));
}

/** JSON as YAML takes it: signs that are no text to YAML, or reorder what is shown, are escaped. */
export function escapeUnseen(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Text for a comment: on one line, whatever it holds. */
export function commentText(text: string): string {
  return printable(text).toWellFormed();
}
