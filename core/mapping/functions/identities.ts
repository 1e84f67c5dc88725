import { defineFunction, type FunctionSpec } from './define.ts';
import { hexDigits } from './hex.ts';
import { RowFault } from './value.ts';

/** Names and numbers by which machines, accounts and domains are known. */
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;
const account = {
  name: 'account',
  type: 'text',
  summary: 'An account such as EMEA\\jdoe or jdoe@emea.example.',
} as const;
const host = { name: 'name', type: 'text', summary: 'A name such as pc1.emea.example.' } as const;

export const identityFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'uuid',
    group: 'inventory',
    summary: 'Writes a UUID in small letters and groups of 8, 4, 4, 4 and 12 digits, without braces.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"{4C4C4544-0042-3510-8057-B4C04F4A5931}" | uuid', gives: '4c4c4544-0042-3510-8057-b4c04f4a5931' },
      {
        expression: '"56 4d 8f 1a 2b 3c 4d 5e-6f 70 81 92 a3 b4 c5 d6" | uuid',
        gives: '564d8f1a-2b3c-4d5e-6f70-8192a3b4c5d6',
      },
      { expression: '"4C4C4544" | uuid', fails: 'row/not-valid' },
    ],
    run: (value: string) => uuidText(value, false),
  }),
  defineFunction({
    name: 'swapUuid',
    group: 'inventory',
    summary: 'Reverses the bytes in the first three groups of a UUID: WMI and hypervisors tell the same machine so.',
    parameters: [text],
    returns: 'text',
    examples: [
      {
        expression: '"44454c4c-4200-1035-8057-b4c04f4a5931" | swapUuid',
        gives: '4c4c4544-0042-3510-8057-b4c04f4a5931',
      },
      { expression: '"none" | swapUuid', fails: 'row/not-valid' },
    ],
    run: (value: string) => uuidText(value, true),
  }),
  defineFunction({
    name: 'sid',
    group: 'inventory',
    summary: 'Checks a security identifier of Windows, such as S-1-5-21-1004336348-1177238915-682003330-512.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"s-1-5-18" | sid', gives: 'S-1-5-18' },
      { expression: '"jdoe" | sid', fails: 'row/not-valid' },
    ],
    run: (value: string) => {
      const found = value.trim().toUpperCase();
      if (found === '') return null;
      if (/^S-1-\d{1,15}(?:-\d{1,10}){1,15}$/.test(found)) return found;
      throw new RowFault('row/not-valid', 'a security identifier such as S-1-5-18', value);
    },
  }),
  defineFunction({
    name: 'domainOf',
    group: 'inventory',
    summary: 'Gives the domain of an account: what stands before the backslash or behind the @; null if there is none.',
    parameters: [account],
    returns: 'text',
    examples: [
      { expression: '"EMEA\\\\jdoe" | domainOf', gives: 'EMEA' },
      { expression: '"jdoe@emea.example" | domainOf', gives: 'emea.example' },
      { expression: '"jdoe" | domainOf', gives: null },
    ],
    run: (value: string) => {
      const { backslash, at } = partsOf(value);
      if (backslash >= 0) return value.slice(0, backslash).trim() || null;
      return at < 0 ? null : value.slice(at + 1).trim() || null;
    },
  }),
  defineFunction({
    name: 'accountOf',
    group: 'inventory',
    summary: 'Gives the name of an account without its domain.',
    parameters: [account],
    returns: 'text',
    examples: [
      { expression: '"EMEA\\\\jdoe" | accountOf', gives: 'jdoe' },
      { expression: '"jdoe@emea.example" | accountOf', gives: 'jdoe' },
      { expression: '"jdoe" | accountOf', gives: 'jdoe' },
    ],
    run: (value: string) => {
      const { backslash, at } = partsOf(value);
      if (backslash >= 0) return value.slice(backslash + 1).trim() || null;
      return (at < 0 ? value : value.slice(0, at)).trim() || null;
    },
  }),
  defineFunction({
    name: 'hostOf',
    group: 'inventory',
    summary: 'Gives the name of a machine without its domain: what stands before the first full stop.',
    parameters: [host],
    returns: 'text',
    examples: [
      { expression: '"pc1.emea.example" | hostOf', gives: 'pc1' },
      { expression: '"10.0.0.1" | hostOf', gives: '10.0.0.1' },
    ],
    run: (value: string) => {
      const name = value.trim();
      const dot = numeric.test(name) ? -1 : name.indexOf('.');
      return (dot < 0 ? name : name.slice(0, dot)) || null;
    },
  }),
  defineFunction({
    name: 'dnsDomainOf',
    group: 'inventory',
    summary:
      'Gives the domain of a machine: what stands behind the first full stop of its name; null if there is none.',
    parameters: [host],
    returns: 'text',
    examples: [
      { expression: '"pc1.emea.example" | dnsDomainOf', gives: 'emea.example' },
      { expression: '"pc1" | dnsDomainOf', gives: null },
    ],
    run: (value: string) => {
      const name = value.trim();
      const dot = numeric.test(name) ? -1 : name.indexOf('.');
      return dot < 0 ? null : name.slice(dot + 1) || null;
    },
  }),
  defineFunction({
    name: 'flatDomain',
    group: 'inventory',
    summary: 'Gives the short name of a domain in capital letters: its first part.',
    details: 'It is the NetBIOS name in the ordinary case; where a domain has another one, use a lookup.',
    parameters: [{ name: 'domain', type: 'text', summary: 'A domain such as emea.example.' }],
    returns: 'text',
    examples: [
      { expression: '"emea.corp.example" | flatDomain', gives: 'EMEA' },
      { expression: '"WORKGROUP" | flatDomain', gives: 'WORKGROUP' },
    ],
    run: (value: string) => value.trim().split('.', 1)[0].toUpperCase() || null,
  }),
];

// An address has full stops, and no domain.
const numeric = /^[0-9.]+$/;

function partsOf(account: string): { readonly backslash: number; readonly at: number } {
  return { backslash: account.indexOf('\\'), at: account.lastIndexOf('@') };
}

function uuidText(value: string, swap: boolean): string | null {
  const digits = hexDigits(value.length > 40 ? value.replace(/^\s*urn:uuid:/i, '') : value)?.toLowerCase();
  if (digits?.length === 32) {
    const groups = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16)].map((group) =>
      swap ? reversed(group) : group,
    );
    return [...groups, digits.slice(16, 20), digits.slice(20)].join('-');
  }
  if (value.trim() === '') return null;
  throw new RowFault('row/not-valid', 'a UUID of 32 hexadecimal digits', value);
}

function reversed(bytes: string): string {
  return (bytes.match(/../g) ?? []).reverse().join('');
}
