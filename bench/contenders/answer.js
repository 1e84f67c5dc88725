import { statSync } from 'node:fs';

/** What a contender prints when it is done: the rows that it saw, and the bytes of the file that it wrote. */
export function answer(rows, output) {
  const bytes = output === undefined ? undefined : statSync(output).size;
  process.stdout.write(`${JSON.stringify({ rows, bytes })}\n`);
}
