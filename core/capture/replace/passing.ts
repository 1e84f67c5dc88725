import type { KnownNames } from './known-names.ts';
import type { IsPlaceholder } from './placeholders.ts';
import type { Replacer } from './replacer.ts';

export interface Passing {
  readonly replacer: Replacer;
  readonly names: KnownNames;
  readonly isPlaceholder: IsPlaceholder;
  /** Is told of each name that was found in a text, which is not told again of the same text. */
  readonly onName?: (name: string) => void;
}

/** A text that stays, apart from the names in it: profiles of users, names of servers, mail, and names that other columns have. */
export function passing({
  replacer,
  names,
  isPlaceholder,
  onName = () => undefined,
}: Passing): (value: string) => string {
  const known = new Map<string, string>();
  const replaced = (name: string) => (isPlaceholder(name) ? name : replacer.text(name));
  const told = (name: string) => {
    onName(name);
    return replaced(name);
  };
  return (value) => {
    const kept = known.get(value);
    if (kept !== undefined) return kept;
    const evident = value
      .replace(profile, (_whole, folder: string, name: string) => folder + replaced(name))
      .replace(server, (_whole, start: string, name: string) => start + replaced(name))
      .replace(evidence, (found) => replacer.text(found));
    const made = names.replaceIn(evident, told);
    if (known.size >= mostKnown) known.clear();
    known.set(value, made);
    return made;
  };
}

/** Names of products come again and again. */
const mostKnown = 20_000;

const profile =
  /((?:\\(?:Users|Documents and Settings|Profiles|Benutzer|Utilisateurs)\\|(?<![\w.])\/(?:home|Users|export\/home)\/))([^\\/:*?"<>|]+)/gi;
const server = /((?<![\w:\\/])(?:\\\\|\/\/))([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu;
// It begins where a word does, so that a long text without any is looked at once.
const evidence =
  /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|\bS-1-5-21(?:-\d{1,10}){3,4}/gu;
