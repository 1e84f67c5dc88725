import type { Held } from '../run/hold-against.ts';

/** What a mapping finds in a source, for programs. */
export function heldJson({ notCollected, lessCollected, ...held }: Held): Record<string, unknown> {
  return {
    ...held,
    notCollected: Object.fromEntries(notCollected),
    lessCollected: Object.fromEntries(lessCollected),
  };
}
