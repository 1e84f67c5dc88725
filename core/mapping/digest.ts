import { createHash } from 'node:crypto';

/** The digest of a mapping's text, by which packages name it: `sha256:…`. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
