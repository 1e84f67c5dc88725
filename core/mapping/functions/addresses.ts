import { isIP, SocketAddress } from 'node:net';
import { defineFunction, type FunctionSpec } from './define.ts';
import { hexDigits } from './hex.ts';
import { isJunkMac } from './junk.ts';
import { RowFault } from './value.ts';

/** Addresses of network cards and of machines in networks. */
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;

export const addressFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'mac',
    group: 'inventory',
    summary: 'Writes a MAC address as AA:BB:CC:DD:EE:FF, whatever stands between its twelve digits.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"00-1a-2b-3c-4d-5e" | mac', gives: '00:1A:2B:3C:4D:5E' },
      { expression: '"001a.2b3c.4d5e" | mac', gives: '00:1A:2B:3C:4D:5E' },
      { expression: '"00-1a-2b" | mac', fails: 'row/not-valid' },
    ],
    run: (value: string) => {
      const digits = hexDigits(value);
      if (digits?.length === 12) return macText(digits);
      if (value.trim() === '') return null;
      throw new RowFault('row/not-valid', 'a MAC address of 12 hexadecimal digits', value);
    },
  }),
  defineFunction({
    name: 'macs',
    group: 'inventory',
    summary:
      'Gives the MAC addresses in a text as a list, each once; blanks, commas, semicolons and the like may stand between them.',
    details: 'What is no MAC address is dropped, and so is what blankIfJunkMac() drops.',
    parameters: [text],
    returns: 'list',
    examples: [
      {
        expression: '"00-1a-2b-3c-4d-5e; 001A2B3C4D5F, n/a" | macs',
        gives: ['00:1A:2B:3C:4D:5E', '00:1A:2B:3C:4D:5F'],
      },
      { expression: '"00:00:00:00:00:00" | macs', gives: [] },
    ],
    run: (value: string) => {
      const found = new Set<string>();
      for (const word of value.split(betweenAddresses)) {
        const digits = hexDigits(word);
        if (digits?.length === 12 && !isJunkMac(digits)) found.add(macText(digits));
      }
      return [...found];
    },
  }),
  defineFunction({
    name: 'ip',
    group: 'inventory',
    summary: 'Checks an IPv4 or IPv6 address and writes it in its shortest form.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '" 10.0.0.1 " | ip', gives: '10.0.0.1' },
      { expression: '"2001:DB8:0:0:0:0:0:1" | ip', gives: '2001:db8::1' },
      { expression: '"10.0.0.256" | ip', fails: 'row/not-valid' },
    ],
    run: (value: string) => {
      const address = ipText(value.trim());
      if (address !== undefined) return address;
      if (value.trim() === '') return null;
      throw new RowFault('row/not-valid', 'an IPv4 or IPv6 address', value);
    },
  }),
  defineFunction({
    name: 'ips',
    group: 'inventory',
    summary:
      'Gives the IPv4 and IPv6 addresses in a text as a list, each once; blanks, commas, semicolons and the like may stand between them.',
    details:
      'Sizes of networks (/24) and names of interfaces (%eth0) are removed. What is no address is dropped, and so are 0.0.0.0 and ::.',
    parameters: [text],
    returns: 'list',
    examples: [
      { expression: '"10.0.0.1, FE80::1%12; 0.0.0.0" | ips', gives: ['10.0.0.1', 'fe80::1'] },
      { expression: '"{10.0.0.1/24|10.0.0.1}" | ips', gives: ['10.0.0.1'] },
      { expression: '"unknown" | ips', gives: [] },
    ],
    run: (value: string) => {
      const found = new Set<string>();
      for (const word of value.split(betweenAddresses)) {
        const address = word === '' ? undefined : ipText(word.replace(/[%/].*$/, ''));
        if (address !== undefined && address !== '0.0.0.0' && address !== '::') found.add(address);
      }
      return [...found];
    },
  }),
];

const betweenAddresses = /[\s,;|{}()[\]<>"']+/;

function macText(digits: string): string {
  return `${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}:${digits.slice(6, 8)}:${digits.slice(8, 10)}:${digits.slice(10)}`;
}

/** The canonical text of an address; undefined if it is none. */
function ipText(address: string): string | undefined {
  const version = address.length > 45 ? 0 : isIP(address);
  if (version === 4) return address;
  // An interface behind the address is not part of it.
  return version === 6 && !address.includes('%') ? new SocketAddress({ address, family: 'ipv6' }).address : undefined;
}
