import type { Source, SourceIdentity } from './contract.ts';

/** What a source is. A file is read for it, as far as it was not. */
export async function identityOf({ identity, identify }: Source): Promise<SourceIdentity> {
  if (identify !== undefined) return identify();
  const { id } = identity;
  if (id === undefined) throw new TypeError(`${identity.name} has neither an id nor a way to find it.`);
  return { ...identity, id };
}
