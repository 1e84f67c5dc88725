import type { NumberForm } from '../evidence/decision.ts';
import type { NumberEvidence } from '../evidence/number-evidence.ts';
import { literalText } from './column-text.ts';

/** How the numbers of a column are written, as a mapping says it. */
export interface NumberReading {
  /** The country that writes so, if there is one; undefined for plain decimals too. */
  readonly locale?: 'en' | 'de' | 'fr' | 'ch' | 'in';
  /** Arguments by name, where no country has these signs. */
  readonly signs: readonly string[];
  /** What shows it; nothing needs to be shown for plain decimals. */
  readonly because: string;
  /** What the values can not tell. */
  readonly question?: string;
}

export function readNumbers(evidence: NumberEvidence): NumberReading {
  const decision = evidence.decide(undefined);
  if (decision === undefined || decision.plain) return { signs: [], because: '' };
  const said = decision.sentence.slice(decision.column.length + 2).replace(/\.$/, '');
  const { decimal, thousands } = decision.form;
  // So are numbers with a unit beside them, and nothing between their digits.
  if (decision.proven && decimal === '.' && thousands === undefined) return { signs: [], because: '' };
  const known = localeOf(decision.form);
  return {
    ...(known === undefined ? {} : { locale: known }),
    signs: known === undefined ? signsOf(decision.form) : [],
    because: said,
    ...(decision.proven ? {} : { question: `${said}. Which is it?` }),
  };
}

function localeOf({ locale, decimal, thousands = '' }: NumberForm): NumberReading['locale'] {
  if (locale !== undefined) return locale;
  if (decimal === ',') return thousands === '' || thousands === '.' ? 'de' : thousands === ' ' ? 'fr' : undefined;
  if (thousands === "'") return 'ch';
  return thousands === ',' ? 'en' : undefined;
}

function signsOf({ decimal = '.', thousands }: NumberForm): readonly string[] {
  if (decimal === '.' && thousands === undefined) return [];
  return [
    `decimal: ${literalText(decimal)}`,
    ...(thousands === undefined ? [] : [`thousands: ${literalText(thousands)}`]),
  ];
}

/** The arguments of number(), or of a function whose second place is something else. */
export function localeArguments({ locale, signs }: NumberReading, named: boolean): readonly string[] {
  if (locale === undefined) return signs;
  return [named ? `locale: ${literalText(locale)}` : literalText(locale)];
}
