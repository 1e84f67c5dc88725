import { inForm } from './addresses.ts';
import type { Permutation } from './permutation.ts';

/** Identifiers that programs have made: UUIDs and security identifiers. */

/** A UUID as another one of its version and variant, written in the same way. Those that repeat one digit, and the known placeholders, stay. */
export function replaceUuid(uuid: string, permute: Permutation): string {
  const digits = uuid.replace(/[^0-9a-f]/gi, '').toLowerCase();
  if (/^(.)\1*$/.test(digits) || placeholders.has(digits)) return uuid;
  // The version stands first in the third group, the variant first in the fourth.
  const [version, variant] = [digits[12], digits[16]];
  const free = digits.slice(0, 12) + digits.slice(13, 16) + digits.slice(17);
  const other = permute(BigInt(`0x${free}`), 1n << 120n, 'uuid')
    .toString(16)
    .padStart(30, '0');
  return inForm(uuid, `${other.slice(0, 12)}${version}${other.slice(12, 15)}${variant}${other.slice(15)}`);
}

const placeholders: ReadonlySet<string> = new Set([
  '03000200040005000006000700080009',
  '00020003000400050006000700080009',
]);

/** A security identifier with other numbers for its domain and its account; those that every system has stay. */
export function replaceSid(sid: string, permute: Permutation): string {
  const [, start, domain, account] = /^(S-1-5-21)((?:-\d{1,10}){3})((?:-\d{1,10})*)$/i.exec(sid) ?? [];
  if (start === undefined || domain === undefined || account === undefined) return sid;
  const others = domain
    .slice(1)
    .split('-')
    .map((part) => permute(BigInt(part) % largest, largest, 'sid domain'));
  const own = account.split('-').slice(1);
  // Numbers below 1000 are those of accounts that every domain has.
  const accounts = own.map((part) =>
    BigInt(part) < 1000n ? part : String(1000n + permute((BigInt(part) - 1000n) % largest, largest, 'sid account')),
  );
  return [start, ...others, ...accounts].join('-');
}

const largest = 1n << 31n;
