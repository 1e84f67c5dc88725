import { defineFunction, type FunctionSpec } from './define.ts';

/** Parts of the names of accounts, machines and domains. */
const account = {
  name: 'account',
  type: 'text',
  summary: 'An account such as EMEA\\jdoe or jdoe@emea.example.',
} as const;
const host = { name: 'name', type: 'text', summary: 'A name such as pc1.emea.example.' } as const;

export const accountFunctions: readonly FunctionSpec[] = [
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
