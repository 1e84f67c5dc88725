import type { QueryFile } from '../sql/query-file.ts';

/** What a query needs of the server, and what it is for: `-- grant: V_$OPTION: the options of the software`. */
export interface Grant {
  readonly object: string;
  readonly reason: string;
  /** The datasets that need it. */
  readonly datasets: readonly string[];
}

/** The grants of all queries, each object once, in the order of their names. */
export function grantsOf(queries: readonly Pick<QueryFile, 'dataset' | 'text'>[]): readonly Grant[] {
  const grants = new Map<string, { reasons: Set<string>; datasets: string[] }>();
  for (const { dataset, text } of queries) {
    for (const [, objects = '', reason = ''] of text.matchAll(/^--\s*grant:\s*([^:]+):\s*(.+)$/gim)) {
      for (const object of objects.split(',').map((each) => each.trim())) {
        const grant = grants.get(object) ?? { reasons: new Set(), datasets: [] };
        grants.set(object, grant);
        grant.reasons.add(reason.trim());
        grant.datasets.push(dataset);
      }
    }
  }
  return [...grants]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([object, { reasons, datasets }]) => ({ object, reason: [...reasons].join('; '), datasets }));
}

/** The script that makes an audit user: run by an administrator, in the root of a container database. */
export function grantsScript(queries: readonly Pick<QueryFile, 'dataset' | 'text'>[]): string {
  const lines = grantsOf(queries).flatMap(({ object, reason, datasets }) => [
    '',
    `-- ${reason}`,
    `-- (${datasets.join(', ')})`,
    `GRANT SELECT ON SYS.${object} TO &audit_user;`,
  ]);
  return `${[...head, ...lines].join('\n')}\n`;
}

const head = [
  '-- Rights of the user by which Tributary reads a database: to connect, and to read what its queries read.',
  '-- Generated from the comments of the queries. Leave out what you do not want to give: the lines above each grant say what is lost.',
  '-- Make the user first. In a container database that is a common user of the root:',
  '--   CREATE USER c##tributary IDENTIFIED BY "…" CONTAINER = ALL;',
  '--   ALTER USER c##tributary SET CONTAINER_DATA = ALL CONTAINER = CURRENT;',
  '-- and each GRANT ends with CONTAINER = ALL. Without CONTAINER_DATA the user sees the root alone.',
  'DEFINE audit_user = TRIBUTARY_AUDIT',
  '',
  'GRANT CREATE SESSION TO &audit_user;',
];
