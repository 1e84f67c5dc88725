import { literalText } from './column-text.ts';
import { localeArguments, readNumbers } from './numbers.ts';
import type { ColumnProfile } from './profile.ts';

/** Numbers, with the units that the name of the column or the size of the values says. */

export interface Quantity {
  readonly expression: string;
  readonly proof: string;
  readonly question?: string;
}

export function numberExpression(column: string, profile: ColumnProfile, whole: boolean): Quantity {
  const reading = readNumbers(profile.numbers);
  const { because, question } = reading;
  const signs = [...profile.affixes].join(' ');
  const args = [...localeArguments(reading, false), ...(signs === '' ? [] : [`ignore: ${literalText(signs)}`])];
  const read = args.length === 0 ? `${column} | number` : `${column} | number(${args.join(', ')})`;
  const hasFraction = profile.count('decimal', 'localNumber') > 0;
  return {
    expression: whole && hasFraction ? `${read} | round` : read,
    proof: because,
    ...(question === undefined ? {} : { question }),
  };
}

/** Memory, disks and files. Without a unit the size of the numbers is the only witness; files have theirs in bytes. */
export function bytesExpression(column: string, profile: ColumnProfile, ofFile: boolean): Quantity {
  const reading = readNumbers(profile.numbers);
  const { because, question } = reading;
  const inName =
    /(?:^|[^a-z])([kmgt]i?b|bytes?)(?:[^a-z]|$)/i.exec(profile.name)?.[1] ??
    /[a-z]([KMGT]i?B)$/.exec(profile.name)?.[1] ??
    frenchUnit(profile.name);
  const asked = question === undefined ? {} : { question };
  const call = (unit: string | undefined) => {
    const args = [
      ...(unit === undefined ? [] : [literalText(unit.toUpperCase().replace('I', 'i'))]),
      ...localeArguments(reading, true),
    ];
    return args.length === 0 ? `${column} | bytes` : `${column} | bytes(${args.join(', ')})`;
  };
  if (inName !== undefined) {
    const unit = /^byte/i.test(inName) ? undefined : inName;
    return {
      expression: call(unit),
      proof: [`the name says ${inName}`, because].filter((each) => each !== '').join('; '),
      ...asked,
    };
  }
  if (profile.count('bytes') > 0) return { expression: call(undefined), proof: 'the values have units', ...asked };
  const { largest } = profile.numbers;
  if (ofFile || largest >= surelyBytes) return { expression: call(undefined), proof: 'in bytes', ...asked };
  const unit = largest <= 4096 ? 'GB' : largest < 1 << 21 ? 'MB' : 'KB';
  return {
    expression: call(unit),
    proof: `the largest is about ${largest}`,
    question: `is it in bytes, KB, MB or GB? The largest value is about ${largest}. Read as ${unit} for now.`,
  };
}

/** `Mémoire (Go)`: octets are bytes. */
function frenchUnit(name: string): string | undefined {
  const prefix = /[([]([KMGT])o[)\]]/i.exec(name)?.[1];
  return prefix === undefined ? undefined : `${prefix.toUpperCase()}B`;
}

/** No computer has so many kilobytes, or as little as so many bytes. */
const surelyBytes = 1 << 28;

export function clockExpression(column: string, profile: ColumnProfile): Quantity {
  const reading = readNumbers(profile.numbers);
  const { because, question } = reading;
  const hasUnits = profile.count('clock') > 0;
  const args = [...localeArguments(reading, false), ...(hasUnits ? ['ignore: "GHz MHz"'] : [])];
  const isGiga =
    /ghz/i.test(profile.name) ||
    profile.values?.some((value) => /ghz/i.test(value)) === true ||
    profile.numbers.largest < 20;
  const read = args.length === 0 ? `${column} | number` : `${column} | number(${args.join(', ')})`;
  const isMixed = isGiga && profile.values?.some((value) => /mhz/i.test(value)) === true;
  const doubt = isMixed ? 'there are values in MHz and in GHz. All are read as GHz for now.' : question;
  const asked = doubt === undefined ? {} : { question: doubt };
  return {
    expression: isGiga ? `round((${read}) * 1000)` : `${read} | round`,
    proof: [isGiga ? 'in GHz' : 'in MHz', because].filter((each) => each !== '').join('; '),
    ...asked,
  };
}
