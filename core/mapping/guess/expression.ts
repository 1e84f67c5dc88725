import type { Entity, Field } from '../../model/define.ts';
import { guessChoice } from './choice.ts';
import { columnText, literalText } from './column-text.ts';
import { guessMoment } from './moment.ts';
import type { ColumnProfile } from './profile.ts';
import { bytesExpression, clockExpression, numberExpression } from './quantity.ts';

/** The value of a field, as it was understood from a column. */
export interface FieldDraft {
  readonly field: string;
  readonly expression: string;
  /** What shows it, for the comment beside it. */
  readonly proof: string;
  readonly question?: string;
  /** A table that the expression looks into. */
  readonly lookup?: { readonly name: string; readonly entries: ReadonlyMap<string, string | null> };
  /** Times in it need a zone that the data do not have. */
  readonly needsZone?: true;
  /** It is decided by all values when it is run. */
  readonly undecided?: true;
}

/** Why a column is not used although its name is known. */
export interface Refusal {
  readonly refused: string;
}

/** What a field's value is made of, with further fields that the same column gives. */
export function draftField(name: string, entity: Entity, profile: ColumnProfile): readonly FieldDraft[] | Refusal {
  const field = entity.fields[name];
  const column = columnText(profile.name);
  const plain = (expression: string, proof = ''): FieldDraft => ({ field: name, expression, proof });
  switch (field.type) {
    case 'text':
      return textFields(name, entity, field, profile, column);
    case 'reference':
      return [plain(referenceExpression(field, name, column))];
    case 'integer':
    case 'decimal':
      if (name.endsWith('Bytes'))
        return [{ field: name, ...bytesExpression(column, profile, entity.name === 'FileEvidence') }];
      if (name === 'clockMhz') return [{ field: name, ...clockExpression(column, profile) }];
      return [{ field: name, ...numberExpression(column, profile, field.type === 'integer') }];
    case 'money':
      return [{ field: name, ...numberExpression(column, profile, false) }];
    case 'boolean':
      return isAnswer(profile)
        ? [plain(`${column} | boolean`)]
        : { refused: `its values are neither yes nor no: ${(profile.values ?? []).slice(0, 4).join(', ')}` };
    case 'date':
    case 'instant':
      return [{ field: name, ...guessMoment(column, profile, field.type) }];
    case 'choice':
      return guessChoice(name, field.choices, column, profile);
    case 'list':
      return [plain(listExpression(name, column, profile))];
  }
}

function textFields(
  name: string,
  { name: entity, fields }: Entity,
  field: Extract<Field, { type: 'text' }>,
  profile: ColumnProfile,
  column: string,
): readonly FieldDraft[] {
  const draft = (to: string, expression: string, proof = ''): FieldDraft[] =>
    Object.hasOwn(fields, to) ? [{ field: to, expression, proof }] : [];
  if (field.verbatim) return draft(name, column, 'byte for byte');
  if (/serial$|^serialNumber$/i.test(name) && fields[name].type === 'text' && entity !== 'License') {
    const raw = name === 'serialNumber' ? draft('serialRaw', column) : [];
    return [...draft(name, `${column} | trim | blankIfJunkSerial`), ...raw];
  }
  if (/uuid$/i.test(name) && profile.mostly('guid')) {
    const raw = name === 'uuid' ? draft('uuidRaw', column) : [];
    return [...draft(name, `${column} | blankIfJunkUuid | uuid`), ...raw];
  }
  if (name === 'name' && entity === 'Computer' && profile.mostly('hostName')) {
    return [
      ...draft(name, `${column} | hostOf`, 'names with a DNS domain'),
      ...draft('domainQualified', `${column} | dnsDomainOf`),
    ];
  }
  if (name === 'account' && entity === 'User' && profile.mostly('account', 'email')) {
    const domain = profile.mostly('account')
      ? draft('domainFlat', `${column} | domainOf`)
      : draft('upn', `${column} | trim`);
    return [...draft(name, `${column} | accountOf`, 'accounts with a domain'), ...domain];
  }
  if (name === 'mac') return draft(name, `${column} | mac`);
  if (name === 'sid' && profile.mostly('sid')) return draft(name, `${column} | sid`);
  return draft(name, `${column} | trim`);
}

/** Units of a hierarchy share one space of keys, so each is named with its kind. */
function referenceExpression({ entity }: Extract<Field, { type: 'reference' }>, name: string, column: string): string {
  if (entity === 'OrgUnit' && name !== 'parent')
    return `${column} | trim | blankIf("") | regexReplace("^", ${literalText(`${name} `)})`;
  return `${column} | trim`;
}

const answers: ReadonlySet<string> = new Set(
  'yes,y,true,t,on,1,-1,ja,j,wahr,oui,o,vrai,x,no,n,false,f,off,0,nein,falsch,non,faux'.split(','),
);

function isAnswer({ values }: ColumnProfile): boolean {
  return values?.every((value) => answers.has(value.toLowerCase())) === true;
}

function listExpression(name: string, column: string, { values = [] }: ColumnProfile): string {
  if (name === 'ips' || name === 'macs') return `${column} | ${name}`;
  return `${column} | items(${literalText(values.some((value) => value.includes(';')) ? ';' : ',')})`;
}
