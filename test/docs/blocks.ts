/** A fenced block of a page: its language, the name behind it, and its text. */
export interface Block {
  readonly language: string;
  readonly name: string;
  readonly text: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const found = page.matchAll(/^```([a-z]+)(?: (\S+))?\n([\s\S]*?)^```$/gm);
  return [...found].map(([, language, name = '', text]) => ({ language, name, text }));
}
