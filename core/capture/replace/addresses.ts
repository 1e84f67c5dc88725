import { isIP } from 'node:net';
import { isJunkMac } from '../../mapping/functions/junk.ts';
import type { Permutation } from './permutation.ts';

/** Addresses: of networks those for documentation, of cards those that belong to no maker. */

/**
 * An IPv4 address as one of 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24: what was in one network of 256 addresses still is.
 * Addresses of no machine stay.
 */
export function replaceIpv4(address: string, permute: Permutation): string {
  const [a, b, c, host] = address.split('.').map(Number);
  if (isNobodys(a, b)) return address;
  const network = (a << 16) | (b << 8) | c;
  const documentation = documentationNetworks[Number(permute(BigInt(network), 1n << 24n, 'network') % 3n)];
  const machine = host === 0 || host === 255 ? host : 1 + Number(permute(BigInt(host - 1), 254n, `host ${network}`));
  return `${documentation}.${machine}`;
}

const documentationNetworks = ['192.0.2', '198.51.100', '203.0.113'];

/** None at all, of this machine, given by nobody, of groups. */
function isNobodys(a: number, b: number): boolean {
  return a === 0 || a === 127 || (a === 169 && b === 254) || a >= 224;
}

/** An IPv6 address as one of 2001:db8::/32, or one without a router again; undefined if it is none. */
export function replaceIpv6(address: string, permute: Permutation): string | undefined {
  const groups = groupsOf(address);
  if (groups === undefined) return undefined;
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
  if (value <= 1n) return address;
  const [network, machine] = [value >> 64n, value & ((1n << 64n) - 1n)];
  // Short ones stay short.
  const short = machine > 0n && machine < 0x10000n;
  const other = short ? 1n + permute(machine - 1n, 0xffffn, 'short machine') : permute(machine, 1n << 64n, 'machine');
  const isLocal = groups[0] >= 0xfe80 && groups[0] < 0xfec0;
  if (groups[0] >= 0xff00) return address;
  const prefix = isLocal ? network : (0x20010db8n << 32n) | (permute(network, 1n << 64n, 'network 6') & 0xffffffffn);
  return written((prefix << 64n) | other);
}

function groupsOf(address: string): readonly number[] | undefined {
  if (isIP(address) !== 6 || address.includes('.')) return undefined;
  const [before, after] = address.split('::', 2).map((half) => (half === '' ? [] : half.split(':')));
  const gap = after === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...gap, ...(after ?? [])].map((group) => Number.parseInt(group, 16));
}

function written(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  const text = groups.map((group) => group.toString(16)).join(':');
  const zeros = /(?:^|:)0(?::0)+(?=:|$)/.exec(text);
  if (zeros === null) return text;
  const rest = text.slice(zeros.index + zeros[0].length).replace(/^:/, '');
  return `${text.slice(0, zeros.index)}::${rest}`;
}

/** A MAC address as one that is given by hand, written in the same way. Those of no single card stay. */
export function replaceMac(address: string, permute: Permutation): string {
  const digits = address.replace(/[^0-9a-f]/gi, '');
  if (isJunkMac(digits.toUpperCase())) return address;
  const value = BigInt(`0x${digits}`);
  // The lowest two bits of the first byte say who gave it, and to whom.
  const free = ((value >> 42n) << 40n) | (value & ((1n << 40n) - 1n));
  const other = permute(free, 1n << 46n, 'mac');
  const made = ((other >> 40n) << 42n) | (0b10n << 40n) | (other & ((1n << 40n) - 1n));
  return inForm(address, made.toString(16).padStart(12, '0'));
}

/** Hexadecimal digits in the places where others stand, in their case. */
export function inForm(form: string, digits: string): string {
  const cased = /[a-f]/.test(form) ? digits : digits.toUpperCase();
  let at = 0;
  return form.replace(/[0-9a-f]/gi, () => cased[at++]);
}
