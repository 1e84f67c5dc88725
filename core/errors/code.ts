/** What happens because of a code: an error class that is thrown, an issue in the data, a package that is held, or a notice. */
export type CodeKind = 'config' | 'source' | 'upload' | 'storage' | 'issue' | 'hold' | 'notice' | 'bug';

/** One entry of the catalogue, as `tributary explain CODE` prints it. Every text is whole sentences. */
export interface CodeEntry {
  readonly kind: CodeKind;
  /** What the code says, in one sentence. */
  readonly summary: string;
  /** How it usually comes about. */
  readonly cause: string;
  /** What a person does about it. */
  readonly remedy: string;
}

/** Declares a family of codes and keeps their names as types. */
export function codes<const Family extends Readonly<Record<`${string}/${string}`, CodeEntry>>>(family: Family): Family {
  return family;
}
