import { defineFunction, type FunctionSpec } from './define.ts';
import { hexDigits } from './hex.ts';
import { RowFault } from './value.ts';

/** Numbers by which machines and accounts are known. */
const text = { name: 'text', type: 'text', summary: 'The text.' } as const;

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
];

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
