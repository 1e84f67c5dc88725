import { defineFunction, type FunctionSpec } from './define.ts';
import { hexDigits } from './hex.ts';

/** Values that makers and tools write where they have none: taken for real they make one device of many. */

const junkSerials: ReadonlySet<string> = new Set([
  'to be filled by o.e.m.',
  'to be filled by o.e.m',
  'default string',
  'system serial number',
  'chassis serial number',
  'base board serial number',
  'serial number',
  'not specified',
  'not applicable',
  'not available',
  'not present',
  'none',
  'null',
  'n/a',
  'na',
  'unknown',
  'empty',
  'invalid',
  'o.e.m.',
  'oem',
  '123456789',
  '0123456789',
  '1234567890',
]);

const text = { name: 'text', type: 'text', summary: 'The text.' } as const;

export const junkFunctions: readonly FunctionSpec[] = [
  defineFunction({
    name: 'blankIfJunkSerial',
    group: 'inventory',
    summary: 'Makes a serial number null that is a placeholder, such as "To be filled by O.E.M.".',
    details: `The placeholders, in any case, are: ${[...junkSerials].join(', ')}; those that repeat one of 0, F, X, *, - and full stops; and those that begin with TLM_VM_.`,
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"To Be Filled By O.E.M." | blankIfJunkSerial', gives: null },
      { expression: '"0000000000" | blankIfJunkSerial', gives: null },
      { expression: '"TLM_VM_4711" | blankIfJunkSerial', gives: null },
      { expression: '"5CG0042XYZ" | blankIfJunkSerial', gives: '5CG0042XYZ' },
    ],
    run: (value: string) => (isJunkSerial(value) ? null : value),
  }),
  defineFunction({
    name: 'blankIfJunkUuid',
    group: 'inventory',
    summary: 'Makes a UUID null that many machines share: all 0, all F, 03000200-0400-0500-0006-000700080009.',
    details: 'Both orders of bytes are recognised. A text that is no UUID stays as it is.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"03000200-0400-0500-0006-000700080009" | blankIfJunkUuid', gives: null },
      { expression: '"{FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF}" | blankIfJunkUuid', gives: null },
      {
        expression: '"4c4c4544-0042-3510-8057-b4c04f4a5931" | blankIfJunkUuid',
        gives: '4c4c4544-0042-3510-8057-b4c04f4a5931',
      },
    ],
    run: (value: string) => (junkUuids.has(hexDigits(value) ?? '') ? null : value),
  }),
  defineFunction({
    name: 'blankIfJunkMac',
    group: 'inventory',
    summary:
      'Makes a MAC address null that belongs to no single card: all 0, all F, and those of loopback, VPN and virtual adapters.',
    parameters: [text],
    returns: 'text',
    examples: [
      { expression: '"00:00:00:00:00:00" | blankIfJunkMac', gives: null },
      { expression: '"00-50-56-C0-00-08" | blankIfJunkMac', gives: null },
      { expression: '"00:1A:2B:3C:4D:5E" | blankIfJunkMac', gives: '00:1A:2B:3C:4D:5E' },
    ],
    run: (value: string) => (isJunkMac(hexDigits(value) ?? '') ? null : value),
  }),
];

/** Whether twelve upper-case hexadecimal digits are a MAC address that tells no card from another. */
export function isJunkMac(digits: string): boolean {
  return junkMacs.has(digits);
}

const junkMacs: ReadonlySet<string> = new Set([
  '000000000000',
  'FFFFFFFFFFFF',
  // Adapters of wide area networks, and of dial-up connections.
  '33506F453030',
  '505054503030',
  // The loopback adapter, a VPN client, and the two networks of a desktop hypervisor.
  '02004C4F4F50',
  '00059A3C7A00',
  '005056C00001',
  '005056C00008',
]);

const junkUuids: ReadonlySet<string> = new Set([
  '0'.repeat(32),
  'F'.repeat(32),
  '03000200040005000006000700080009',
  // The same with its first three groups swapped.
  '00020003000400050006000700080009',
]);

export function isJunkSerial(value: string): boolean {
  const folded = value.trim().toLowerCase();
  return junkSerials.has(folded) || folded.startsWith('tlm_vm_') || repeated.test(folded);
}

const repeated = /^(?:0+|f{2,}|x{2,}|\*+|-+|\.+)$/;
