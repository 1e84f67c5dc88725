import type { Source } from '../adapter/contract.ts';
import { type Input, openSourceInput } from '../run/input.ts';
import { loadSourceFile } from '../run/source-file.ts';
import type { Call } from './command.ts';
import { adapterSettings } from './settings.ts';

/** Opens the source of a source file to look at it, or at one of its datasets. The caller closes it. */
export async function openSource(
  { adapters, signal, options, verbose, say }: Call,
  file: string,
  dataset?: string,
): Promise<Input> {
  return openSourceInput(loadSourceFile(file), {
    adapters,
    signal,
    set: adapterSettings(options),
    warn: say,
    ...(dataset === undefined ? {} : { dataset }),
    ...(verbose ? { note: say } : {}),
  });
}

/** The datasets that should be there and are not, each with the reason, for programs. */
export function absencesOf({
  absences,
}: Source): readonly { readonly name: string; readonly code: string; readonly message: string }[] {
  return [...(absences?.() ?? [])].map(
    ([
      name,
      {
        faults: [{ code, message }],
      },
    ]) => ({ name, code, message }),
  );
}
