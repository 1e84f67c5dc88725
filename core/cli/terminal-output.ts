import { Writable } from 'node:stream';
import { printable } from '../adapter/printable.ts';

/**
 * Where results are printed. Into a file or a program they go as they are; at a terminal, what would command it is shown escaped, so
 * that no cell can repaint the screen.
 */
export function outputOf(stdout: Writable & { readonly isTTY?: boolean }): Writable {
  if (stdout.isTTY !== true) return stdout;
  return new Writable({
    decodeStrings: false,
    write: (text: string | Uint8Array, _, done) => void stdout.write(onTerminal(String(text)), done),
  });
}

/** Line ends and tabs stay. */
export function onTerminal(text: string): string {
  return text.replace(/[^\n\t]+/g, printable);
}
