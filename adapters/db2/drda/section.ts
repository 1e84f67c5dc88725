import { cp } from './code-points.ts';
import { encodeName } from './names.ts';
import { object, u16 } from './write.ts';

/**
 * Statements are prepared in a section of a package, which says how they are isolated. Every DB2 has those of its call level interface; these
 * close their cursors with the transaction.
 */
const collection = 'NULLID';
const packages = { cs: 'SYSSN200', rr: 'SYSSN400' } as const;
export type Isolation = keyof typeof packages;
const consistencyToken = Buffer.from('SYSLVL01', 'latin1');

export function sectionOf(database: string, isolation: Isolation): Buffer {
  const names = [database, collection, packages[isolation]];
  const isLong = names.some((name) => name.length > 18);
  const written = names.flatMap((name) => {
    const text = encodeName(name.padEnd(18, ' '));
    return isLong ? [u16(text.length), text] : [text];
  });
  return object(cp.PKGNAMCSN, ...written, consistencyToken, u16(1));
}
