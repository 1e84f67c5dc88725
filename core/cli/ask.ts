import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { ColumnDecision } from '../mapping/evidence/decision.ts';

/** Questions to a person at a terminal. An input that ends, by Ctrl-D for one, is an empty answer; Ctrl-C interrupts the call. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Asks a question that is answered with yes or no; no is the answer of an empty line. */
export async function askYesNo(question: string, terminal: Terminal): Promise<boolean> {
  return /^(y|yes)$/i.test(await ask(`${question} [y/N] `, terminal));
}

/** Asks for one of several; gives its index, or undefined for an empty line. */
export async function askWhich(
  question: string,
  choices: readonly string[],
  terminal: Terminal,
): Promise<number | undefined> {
  for (const [index, choice] of choices.entries()) terminal.output.write(`  ${index + 1}  ${choice}\n`);
  const answer = Number(await ask(`${question} [1-${choices.length}] `, terminal));
  return Number.isInteger(answer) && answer >= 1 && answer <= choices.length ? answer - 1 : undefined;
}

/** Asks how a column is written, where its values do not tell; gives a word of the mapping, or nothing for an empty line. */
export async function askReading(
  { sentence, answers }: ColumnDecision,
  terminal: Terminal,
): Promise<string | undefined> {
  terminal.output.write(`${sentence}\n`);
  const which = await askWhich(
    'How is it to be read?',
    answers.map(({ word, meaning }) => `${word}: ${meaning}`),
    terminal,
  );
  return which === undefined ? undefined : answers[which].word;
}

async function ask(question: string, { input, output, signal }: Terminal): Promise<string> {
  const reader = createInterface({ input, output, terminal: true });
  // While a question is open the keys come here, and Ctrl-C is one of them: it is to mean what it means everywhere.
  reader.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'));
  const ended = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
  try {
    return (await Promise.race([reader.question(question, { signal }), ended])).trim();
  } catch (error) {
    output.write('\n');
    signal.throwIfAborted();
    if (error instanceof Error && error.name === 'AbortError') return '';
    throw error;
  } finally {
    reader.close();
  }
}
