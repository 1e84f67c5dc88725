import { createInterface } from 'node:readline/promises';

/** Asks a question that is answered with yes or no; no is the answer of an empty line. */
export async function askYesNo(question: string, signal: AbortSignal): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal });
    return /^(y|yes)$/i.test(answer.trim());
  } finally {
    reader.close();
  }
}

/** Asks for one of several; gives its index, or undefined for an empty line. */
export async function askWhich(
  question: string,
  choices: readonly string[],
  signal: AbortSignal,
): Promise<number | undefined> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (const [index, choice] of choices.entries()) process.stderr.write(`  ${index + 1}  ${choice}\n`);
    const answer = Number((await reader.question(`${question} [1-${choices.length}] `, { signal })).trim());
    return Number.isInteger(answer) && answer >= 1 && answer <= choices.length ? answer - 1 : undefined;
  } finally {
    reader.close();
  }
}
