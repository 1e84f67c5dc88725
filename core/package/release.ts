import { readFileSync } from 'node:fs';
import { object, text } from './shape.ts';

/** The release of Tributary that is running, as package.json says. */
export const release: string = readRelease();

function readRelease(): string {
  // The first is right for the built files, the second in a checkout, where this one lies a folder deeper.
  for (const candidate of ['../package.json', '../../package.json']) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(new URL(candidate, import.meta.url), 'utf8'));
      return object({ version: text })(parsed, '').version;
    } catch {
      // Not there: try the next.
    }
  }
  return 'unknown';
}
