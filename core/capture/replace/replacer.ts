import { replaceIpv4, replaceIpv6, replaceMac } from './addresses.ts';
import { replaceSid, replaceUuid } from './identifiers.ts';
import { labelsBy, type ReplaceLabel } from './label.ts';
import { type Permutation, permutationBy } from './permutation.ts';
import { type IsPlaceholder, made as madeSerial, placeholdersWith } from './placeholders.ts';

/** Replaces all that could name somebody in a value; the same value, or word of it, always by the same. */
export interface Replacer {
  /** A text of words, accounts, names and addresses. */
  readonly text: (value: string) => string;
  /** A serial number or the like: words alone, whatever they look like. */
  readonly serial: (value: string) => string;
  /** An identifier of 32 hexadecimal digits, however it is written. */
  readonly uuid: (value: string) => string;
  /** A MAC address, also one without anything between its digits. */
  readonly mac: (value: string) => string;
  readonly integer: (value: number | bigint) => number | bigint;
  readonly bytes: (value: Uint8Array) => Uint8Array;
}

export function replacerBy(secret: Uint8Array, isPlaceholder: IsPlaceholder = placeholdersWith()): Replacer {
  const permute = permutationBy(secret);
  const label = labelsBy(permute);
  const tools = { permute, label, isPlaceholder };
  const text = (value: string) => (isPlaceholder(value) ? value : replaceText(value, tools));
  const serial = (value: string) => {
    const [start] = madeSerial.exec(value) ?? [''];
    return start + words(value.slice(start.length), (word) => (isPlaceholder(word) ? word : label(word)));
  };
  return {
    text,
    serial: (value) => (isPlaceholder(value) ? value : serial(value)),
    uuid: (value) => {
      const bare = /^\s*\{?([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?\s*$/i.exec(value);
      return bare === null ? text(value) : value.replace(bare[1], (uuid) => replaceUuid(uuid, permute));
    },
    mac: (value) =>
      value
        .split(/([\s,;|{}()[\]<>"']+)/)
        .map((word) => (/^[0-9a-f]{12}$/i.test(word) ? replaceMac(word, permute) : text(word)))
        .join(''),
    integer: (value) => {
      const made = BigInt(`${value < 0 ? '-' : ''}${label(String(value).replace('-', ''))}`);
      return typeof value === 'number' && Number.isSafeInteger(Number(made)) ? Number(made) : made;
    },
    bytes: (value) => replaceBytes(value, permute),
  };
}

const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*/gu;

/** What a text is made of, the longest first: each has its own kind of substitute. */
const pieces = new RegExp(
  [
    /(?<email>[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/u,
    /(?<uuid>(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f]))/u,
    /(?<sid>\bS-1-\d{1,3}(?:-\d{1,10})+)/u,
    /(?<mac>(?<![0-9a-f:.-])(?:[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![0-9a-f:-]))/u,
    /(?<moment>(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d))/u,
    /(?<ipv4>(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d))/u,
    /(?<ipv6>(?<![0-9a-z:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![0-9a-z:]))/u,
    // Parts of names of directories, of addresses of pages and files, and of identifiers.
    /(?<fixed>\b(?:CN|OU|DC|O|L|ST|C|UID)=|\b[a-z]+:\/\/|\b[a-z]:(?=[\\/])|\bGUID:|%[a-z]+%)/u,
    /(?<host>[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*(?:\.[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*)+)/u,
    /(?<word>[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*)/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'giu',
);

interface Tools {
  readonly permute: Permutation;
  readonly label: ReplaceLabel;
  readonly isPlaceholder: IsPlaceholder;
}

function replaceText(value: string, tools: Tools): string {
  const { isPlaceholder } = tools;
  // Accounts are DOMAIN\user: each half may be one that every system has.
  if (/^[^\\]+\\[^\\]+$/.test(value) && !/^\s*[a-z]:$/i.test(value.split('\\')[0]))
    return value
      .split('\\')
      .map((half) => (isPlaceholder(half) ? half : replacePieces(half, tools)))
      .join('\\');
  return replacePieces(value, tools);
}

function replacePieces(value: string, { permute, label }: Tools): string {
  return value.replace(pieces, (...found) => {
    const [piece] = found;
    const groups: Readonly<Record<string, string | undefined>> = found.at(-1);
    if (groups.moment !== undefined || groups.fixed !== undefined) return piece;
    if (groups.email !== undefined) return email(piece, label);
    if (groups.uuid !== undefined) return replaceUuid(piece, permute);
    if (groups.sid !== undefined) return replaceSid(piece, permute);
    if (groups.mac !== undefined) return replaceMac(piece, permute);
    if (groups.ipv4 !== undefined) return replaceIpv4(piece, permute);
    if (groups.ipv6 !== undefined) return replaceIpv6(piece, permute) ?? words(piece, label);
    return groups.host === undefined ? label(piece) : host(piece, label);
  });
}

function words(value: string, label: ReplaceLabel): string {
  return value.replace(wordPattern, label);
}

/** Mail goes nowhere. */
function email(address: string, label: ReplaceLabel): string {
  const at = address.lastIndexOf('@');
  return `${words(address.slice(0, at), label)}@example.org`;
}

/** A name with a domain. The last part stays if it is one that everybody has. */
function host(name: string, label: ReplaceLabel): string {
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  const isCommon = /^[a-z]{2}$/i.test(last) || topDomains.has(last.toLowerCase());
  return labels.map((each, index) => (isCommon && index === labels.length - 1 ? each : words(each, label))).join('.');
}

const topDomains: ReadonlySet<string> = new Set([
  ...['com', 'net', 'org', 'edu', 'gov', 'int', 'mil', 'info', 'biz', 'arpa'],
  ...['local', 'localdomain', 'lan', 'corp', 'internal', 'intern', 'intranet', 'home', 'private', 'ad'],
  ...['example', 'test', 'invalid', 'localhost'],
]);

function replaceBytes(value: Uint8Array, permute: Permutation): Uint8Array {
  if (value.length === 0) return value;
  const size = 1n << BigInt(8 * value.length);
  const other = permute(BigInt(`0x${Buffer.from(value).toString('hex')}`), size, 'bytes');
  return Buffer.from(other.toString(16).padStart(2 * value.length, '0'), 'hex');
}
