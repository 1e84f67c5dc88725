import type { Secret } from '../../../core/options/option.ts';
import { passwordFault, wrongPassword } from '../faults.ts';

/** What the programs encrypt with, and open without asking, where only changes are to be prevented. */
const silentPassword = 'VelvetSweatshop';

/**
 * Opens something by the password that was given, or by the one that needs none.
 * @throws SourceError `source/password` if none was given, `source/wrong-password` if it does not fit.
 */
export function unlock<Opened>(
  file: string,
  password: Secret | undefined,
  open: (password: string) => Opened | undefined,
): Opened {
  const given = password === undefined ? undefined : open(password.reveal());
  const opened = given ?? open(silentPassword);
  if (opened !== undefined) return opened;
  throw password === undefined ? passwordFault(file) : wrongPassword(file);
}
