import { type Disclosure, personals } from '../../core/adapter/contract.ts';
import { configError } from '../../core/errors/errors.ts';

/**
 * What the first comment of a query says of its columns to a capture:
 *
 *     -- personal: Netbios_Name0 name, User_Name0 account, IPAddress0 ip
 *     -- plain: Manufacturer0, Model0
 *     -- related: ResourceID device in order, UserName user
 *
 * A column of text in neither list is taken to be personal.
 * @throws ConfigError `sql/query-file` for a kind that there is not.
 */
export function disclosureOf(said: (name: string) => readonly string[], file: string): Disclosure {
  const listed = (name: string) =>
    said(name).flatMap((list) => list.split(',').map((each) => each.trim().split(/\s+/)));
  const personal = listed('personal').map(([column, kind]) => {
    const known = personals.find((each) => each === kind);
    if (known !== undefined) return [column, known] as const;
    throw configError(
      'sql/query-file',
      `-- personal: expected a column and what it is (${personals.join(', ')}), found ${JSON.stringify(`${column} ${kind ?? ''}`.trim())}.`,
      { place: { file } },
    );
  });
  const related = listed('related');
  const ordered = related.find(([, , ...rest]) => rest.join(' ') === 'in order')?.[0];
  return {
    personal: new Map(personal),
    plain: new Set(listed('plain').map(([column]) => column)),
    related: new Map(related.map(([column, what = column]) => [column, what])),
    ...(ordered === undefined ? {} : { ordered }),
  };
}
