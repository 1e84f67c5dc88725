import { isJunkSerial } from '../../mapping/functions/junk.ts';

/** Values that stand for none, or that every system has: they name nobody, and mappings ask for them. */
export function isPlaceholder(value: string): boolean {
  const folded = value.trim().toLowerCase();
  return folded === '' || isJunkSerial(folded) || placeholders.has(folded) || sessions.test(folded);
}

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
