/** Names of months as people write them in English, German and French, whole and short. */
const names: readonly (readonly string[])[] = [
  ['january', 'jan', 'januar', 'jänner', 'janvier', 'janv'],
  ['february', 'feb', 'februar', 'février', 'fevrier', 'févr', 'fév', 'fevr', 'fev'],
  ['march', 'mar', 'märz', 'maerz', 'mär', 'mrz', 'mars'],
  ['april', 'apr', 'avril', 'avr'],
  ['may', 'mai'],
  ['june', 'jun', 'juni', 'juin'],
  ['july', 'jul', 'juli', 'juillet', 'juil'],
  ['august', 'aug', 'août', 'aout'],
  ['september', 'sep', 'sept', 'septembre'],
  ['october', 'oct', 'oktober', 'okt', 'octobre'],
  ['november', 'nov', 'novembre'],
  ['december', 'dec', 'dezember', 'dez', 'décembre', 'decembre', 'déc'],
];

const months: ReadonlyMap<string, number> = new Map(
  names.flatMap((month, index) => month.map((name): [string, number] => [name, index + 1])),
);

/** The month, from 1, of a name in any case. */
export function monthOfName(name: string): number | undefined {
  return months.get(name.toLowerCase().normalize('NFC'));
}

/** The English name of a month, from 1. */
export function nameOfMonth(month: number): string {
  const [name] = names[month - 1];
  return `${name[0].toUpperCase()}${name.slice(1)}`;
}
