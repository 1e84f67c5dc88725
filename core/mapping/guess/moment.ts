import { literalText } from './column-text.ts';
import type { ColumnProfile } from './profile.ts';

export interface Moment {
  readonly expression: string;
  readonly proof: string;
  readonly question?: string;
  readonly needsZone?: true;
  readonly undecided?: true;
}

/** Days and times: by the order of day and month that the values prove, or else by "auto" and a question. */
export function guessMoment(column: string, profile: ColumnProfile, type: 'date' | 'instant'): Moment {
  const { proven, sentence, patterns } = profile.dates.decide(undefined);
  const evidence = sentence.slice(profile.name.length + 2).replace(/\.$/, '');
  // ISO is read beside other patterns, and needs none.
  const written = patterns.filter((pattern) => pattern !== 'yyyy-MM-dd');
  const clear = written.filter((pattern) => !/^[dMy]{1,2}([./-])[dMy]{1,2}\1/.test(pattern));
  const zone = type === 'instant' && profile.withoutZone > 0 ? ({ needsZone: true } as const) : {};
  const call = (texts: readonly string[]) =>
    `${column} | ${type}${texts.length === 0 ? '' : `(${texts.map(literalText).join(', ')})`}`;
  if (!proven)
    return {
      expression: call([...clear, 'auto']),
      proof: evidence,
      question: evidence.endsWith('?') ? evidence : `${evidence}.`,
      undecided: true,
      ...zone,
    };
  const proof = evidence;
  return { expression: call(written), proof, ...zone };
}
