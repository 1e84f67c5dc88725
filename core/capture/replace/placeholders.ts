import { isJunkSerial } from '../../mapping/functions/junk.ts';

/** Whether a value stands for none, or is one that everybody has: then it names nobody, and mappings ask for it. */
export type IsPlaceholder = (value: string) => boolean;

/** `common`: words that name nobody at this site, though an account or a machine is called so. */
export function placeholdersWith(common: readonly string[] = []): IsPlaceholder {
  const words = new Set(common.map((word) => word.trim().toLowerCase()));
  return (value) => {
    const folded = value.trim().toLowerCase();
    if (folded === '' || placeholders.has(folded) || words.has(folded) || sessions.test(folded)) return true;
    return !made.test(folded) && isJunkSerial(folded);
  };
}

/** A placeholder in which the name of a machine may stand. */
export const made = /^\s*tlm_vm_/i;

const placeholders: ReadonlySet<string> = new Set([
  ...[
    '-',
    '?',
    'n.a.',
    'nil',
    'nan',
    'tbd',
    'other',
    'no asset tag',
    'no asset information',
    'asset tag',
    'noassettag',
  ],
  ...['asset-1234567890', 'system manufacturer', 'system product name', 'system version', 'to be filled'],
  ...['true', 'false', 'yes', 'no', 'y', 'n', 'ja', 'nein', 'oui', 'non', 'x', '0', '1'],
  ...[
    'workgroup',
    'localhost',
    'localdomain',
    'local',
    'builtin',
    'nt authority',
    'nt service',
    'nt-autorität',
    'window manager',
  ],
  ...['font driver host', 'system', 'local system', 'localsystem', 'local service', 'localservice', 'network service'],
  ...[
    'networkservice',
    'administrator',
    'administrators',
    'administrateur',
    'guest',
    'gast',
    'everyone',
    'users',
    'public',
  ],
  ...[
    'default',
    'default user',
    'defaultaccount',
    'all users',
    'anonymous logon',
    'root',
    'sys',
    'sa',
    'nobody',
    'wdagutilityaccount',
  ],
]);

/** Accounts that a system makes for its own sessions. */
const sessions = /^(?:dwm|umfd)-\d+$/;
