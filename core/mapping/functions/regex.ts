import { RE2JS, RE2JSException } from 're2js';
import { ArgumentFault, defineFunction, type FunctionSpec, type Literals } from './define.ts';
import { RowFault } from './value.ts';

/**
 * Regular expressions with the syntax and the promise of RE2: time grows with the length of the text, whatever the pattern.
 * So there are no back references and no looking around.
 */
const text = { name: 'text', type: 'text', summary: 'The text, at most 100,000 characters.' } as const;
const pattern = {
  name: 'pattern',
  type: 'text',
  literal: true,
  summary: 'The regular expression, in the syntax of RE2.',
} as const;

export const regexFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'regexTest',
    group: 'text',
    summary: 'Whether a regular expression fits anywhere in a text.',
    details: 'Begin it with ^ and end it with $ to fit the whole text, and with (?i) to ignore case.',
    parameters: [text, pattern],
    returns: 'boolean',
    examples: [
      { expression: '"PC-0042" | regexTest("^PC-[0-9]+$")', gives: true },
      { expression: '"laptop" | regexTest("(?i)^LAP")', gives: true },
      { expression: '"SRV1" | regexTest("^PC")', gives: false },
    ],
    bind: (literals) => {
      const compiled = compilePattern(literals);
      return (value: string) => compiled.matcher(limited(value, compiled)).find();
    },
  }),
  defineFunction({
    name: 'regexExtract',
    group: 'text',
    summary: 'Gives the part of a text that a regular expression fits first, or null if it fits nowhere.',
    details: 'If the pattern has groups, the part is that of its first group.',
    parameters: [
      text,
      pattern,
      {
        name: 'group',
        type: 'any',
        literal: true,
        optional: true,
        summary: 'The number or name of another group; 0 is all that fits.',
      },
    ],
    returns: 'text',
    examples: [
      { expression: '"Microsoft Windows 10.0.19045" | regexExtract("[0-9]+\\.[0-9.]+")', gives: '10.0.19045' },
      { expression: '"CN=PC1,OU=Berlin,DC=example" | regexExtract("OU=([^,]+)")', gives: 'Berlin' },
      { expression: '"v12.3" | regexExtract("(?P<major>\\d+)\\.(?P<minor>\\d+)", "minor")', gives: '3' },
      { expression: '"none" | regexExtract("\\d+")', gives: null },
    ],
    bind: (literals) => {
      const compiled = compilePattern(literals);
      const group = groupOf(literals, compiled);
      return (value: string) => {
        const matcher = compiled.matcher(limited(value, compiled));
        return matcher.find() ? matcher.group(group) : null;
      };
    },
  }),
  defineFunction({
    name: 'regexReplace',
    group: 'text',
    summary: 'Replaces every part of a text that a regular expression fits.',
    parameters: [
      text,
      pattern,
      {
        name: 'by',
        type: 'text',
        literal: true,
        summary:
          'What stands there instead: $1 is the first group, $<name> one with a name, $& all that fits, $$ a dollar.',
      },
    ],
    returns: 'text',
    examples: [
      { expression: '"Intel(R) Xeon(R)" | regexReplace("\\(R\\)", "")', gives: 'Intel Xeon' },
      { expression: '"Doe, Jane" | regexReplace("^(\\w+), (\\w+)$", "$2 $1")', gives: 'Jane Doe' },
    ],
    bind: (literals) => {
      const compiled = compilePattern(literals);
      const by = String(literals.by);
      demandGroups(by, compiled);
      return (value: string) => compiled.matcher(limited(value, compiled)).replaceAll(by);
    },
  }),
];

/** What no honest pattern or text exceeds. Time grows with the length of the text and of the compiled pattern; a step is one of each. */
export const regexLimits = { textLength: 100_000, steps: 10_000_000, patternSteps: 10_000 } as const;

function limited(value: string, compiled: RE2JS): string {
  const most = Math.min(regexLimits.textLength, Math.floor(regexLimits.steps / compiled.programSize()));
  if (value.length <= most) return value;
  throw new RowFault(
    'row/not-valid',
    `a text of at most ${most} characters for this regular expression`,
    value.slice(0, 200),
  );
}

function compilePattern(literals: Literals): RE2JS {
  const source = String(literals.pattern);
  try {
    const compiled = RE2JS.compile(source);
    if (compiled.programSize() <= regexLimits.patternSteps) return compiled;
    throw new ArgumentFault(
      `The regular expression is compiled to ${compiled.programSize()} steps, and may have ${regexLimits.patternSteps}. Repeat less in it.`,
    );
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    const reason = cause.message.replace(/^error parsing regexp: /, '');
    throw new ArgumentFault(
      `The regular expression ${JSON.stringify(source)} is not valid: ${reason}.${reasonOfMany(source)}`,
    );
  }
}

function reasonOfMany(source: string): string {
  return /\(\?<?[=!]|\\[1-9]/.test(source) ? ' RE2 has no back references and does not look ahead or behind.' : '';
}

function groupOf(literals: Literals, compiled: RE2JS): number | string {
  const { group = compiled.groupCount() > 0 ? 1 : 0 } = literals;
  if (typeof group === 'number' && group >= 0 && group <= compiled.groupCount()) return group;
  if (typeof group === 'string' && Object.hasOwn(compiled.namedGroups(), group)) return group;
  throw new ArgumentFault(`The regular expression has no group ${JSON.stringify(group)}.`);
}

function demandGroups(by: string, compiled: RE2JS): void {
  for (const [, number, name] of by.replaceAll('$$', '').matchAll(/\$(?:(\d+)|<([^>]*)>)/g)) {
    const known =
      name === undefined
        ? Number(number) <= compiled.groupCount() && Number(number) > 0
        : Object.hasOwn(compiled.namedGroups(), name);
    if (!known)
      throw new ArgumentFault(
        `The regular expression has no group ${JSON.stringify(name ?? Number(number))}; a dollar is written $$.`,
      );
  }
}
