/**
 * Sentences about containers whose contents were not read: closed ones are missing from the CDB_ views without a word, and a user without
 * CONTAINER_DATA sees its own alone.
 */
export function unreadContainers(rows: readonly (readonly (string | null)[])[]): readonly string[] {
  const closed = rows.flatMap(([name, openMode]) => (openMode?.startsWith('READ') ? [] : [`${name} (${openMode})`]));
  if (closed.length === 0) return [];
  const one = closed.length === 1;
  return [
    `${one ? 'A container is' : 'Containers are'} not open and ${one ? 'was' : 'were'} not read: ${closed.join(', ')}.`,
  ];
}

/** What is asked for them; the seed has nothing of anybody. */
export const containersQuery = "SELECT NAME, OPEN_MODE FROM V$CONTAINERS WHERE NAME <> 'PDB$SEED' ORDER BY CON_ID";
