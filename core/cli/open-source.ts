import type { Source } from '../adapter/contract.ts';
import { type Input, openSourceInput } from '../run/input.ts';
import { loadSourceFile } from '../run/source-file.ts';
import type { Call } from './command.ts';
import { adapterSettings } from './settings.ts';

/** Opens the source of a source file to look at it. The caller closes it. */
export async function openSource({ adapters, signal, options, verbose, say }: Call, file: string): Promise<Input> {
  const set = adapterSettings(options);
  return openSourceInput(loadSourceFile(file), { adapters, signal, set, warn: say, ...(verbose ? { note: say } : {}) });
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
