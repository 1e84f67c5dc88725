import { ArgumentFault, defineFunction, type FunctionSpec } from './define.ts';

/** Functions that clean a text as a whole. */
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;

export const textFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'trim',
    group: 'text',
    summary: 'Removes blanks, tabs and line breaks at both ends.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"  pc-0042 " | trim', gives: 'pc-0042' },
      { expression: 'null | trim', gives: null },
    ],
    run: (value: string) => value.trim(),
  }),
  defineFunction({
    name: 'upper',
    group: 'text',
    summary: 'Makes all letters upper case, in every country alike.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"pc-0042" | upper', gives: 'PC-0042' },
      { expression: 'upper("Zürich")', gives: 'ZÜRICH' },
    ],
    run: (value: string) => value.toUpperCase(),
  }),
  defineFunction({
    name: 'lower',
    group: 'text',
    summary: 'Makes all letters lower case, in every country alike.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"PC-0042.EMEA.Example" | lower', gives: 'pc-0042.emea.example' },
      { expression: 'lower("ÄTNA")', gives: 'ätna' },
    ],
    run: (value: string) => value.toLowerCase(),
  }),
  defineFunction({
    name: 'normalizeSpaces',
    group: 'text',
    summary: 'Removes blanks at both ends and makes each run of blanks, tabs and line breaks inside a single blank.',
    details: 'Characters without width (U+200B and its like) are removed.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '" Dell   Inc. " | normalizeSpaces', gives: 'Dell Inc.' },
      { expression: '"a\t\nb" | normalizeSpaces', gives: 'a b' },
    ],
    run: (value: string) =>
      value
        .replace(/[\u200B\u2060\uFEFF]+/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
  }),
  defineFunction({
    name: 'normalizeUnicode',
    group: 'text',
    summary: 'Brings characters that can be written in several ways into one way.',
    details:
      'NFC (the default) joins letters and their accents; NFKC also makes wide and small variants ordinary letters.',
    parameters: [
      text,
      { name: 'form', type: 'text', literal: true, optional: true, summary: 'NFC, NFD, NFKC or NFKD.' },
    ],
    returns: 'text',
    examples: [
      { expression: '"e\u0301" | normalizeUnicode', gives: '\u00E9' },
      { expression: '"ＰＣ１" | normalizeUnicode("NFKC")', gives: 'PC1' },
    ],
    bind: ({ form = 'NFC' }) => {
      if (!['NFC', 'NFD', 'NFKC', 'NFKD'].includes(String(form))) {
        throw new ArgumentFault(`The form must be NFC, NFD, NFKC or NFKD, not ${JSON.stringify(form)}.`);
      }
      return (value: string) => value.normalize(String(form));
    },
  }),
  defineFunction({
    name: 'removeAccents',
    group: 'text',
    summary: 'Replaces letters that have accents by the plain ones.',
    details: 'For names that another system spells without accents. Never use it on installer evidence.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"Müller, André" | removeAccents', gives: 'Muller, Andre' },
      { expression: 'removeAccents("Łódź")', gives: 'Łodz' },
    ],
    run: (value: string) =>
      value
        .normalize('NFD')
        .replace(/\p{Mn}+/gu, '')
        .normalize('NFC'),
  }),
  defineFunction({
    name: 'text',
    group: 'text',
    summary: 'Writes a number, boolean, date or instant as text.',
    parameters: [{ name: 'value', type: 'any', summary: 'Any value but a list.' }],
    returns: 'text',
    examples: [
      { expression: 'text(1 / 4)', gives: '0.25' },
      { expression: 'text(true)', gives: 'true' },
      { expression: 'text(null)', gives: null },
    ],
    run: (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value)),
  }),
];
