import { foldColumnName } from '../../model/synonyms.ts';
import { literalText } from './column-text.ts';
import type { FieldDraft, Refusal } from './expression.ts';
import type { ColumnProfile } from './profile.ts';

/** Other words for choices of the model, folded. */
const words: ReadonlyMap<string, readonly string[]> = new Map([
  ['physical', ['physisch', 'physique', 'desktop', 'laptop', 'notebook', 'workstation']],
  ['virtual', ['vm', 'virtualmachine', 'virtuell', 'virtuelle', 'virtuellemaschine', 'virtuel']],
  ['host', ['vmhost', 'hypervisor', 'esx', 'esxi']],
  ['partition', ['lpar', 'vpar']],
  ['mobile', ['mobiledevice', 'smartphone', 'phone', 'tablet']],
  ['active', ['aktiv', 'actif', 'inuse', 'inbetrieb', 'enabled', 'live', 'production']],
  ['inactive', ['inaktiv', 'inactif', 'disabled', 'dormant']],
  ['decommissioned', ['retired', 'ausgemustert', 'stillgelegt', 'retire']],
  ['on', ['poweredon', 'running', 'an', 'ein']],
  ['off', ['poweredoff', 'stopped', 'aus']],
  ['licence', ['license', 'software', 'lizenz', 'softwarelicense', 'softwarelicence']],
  ['maintenance', ['wartung', 'softwaremaintenance', 'support']],
  ['subscription', ['abo', 'abonnement', 'softwaresubscription']],
  ['service', ['services', 'dienstleistung']],
  ['costCenter', ['costcentre', 'kostenstelle']],
  ['location', ['standort', 'site']],
  ['corporateUnit', ['businessunit', 'unit', 'abteilung']],
  ['hosts', ['host', 'hostgroup']],
  ['vms', ['vm', 'vmgroup', 'virtualmachines']],
  ['must', ['mustrun', 'required', 'mustrunonhostsingroup']],
  ['should', ['preferred', 'shouldrunonhostsingroup']],
  ['not', ['mustnot', 'mustnotrunonhostsingroup']],
  ['installed', ['inuse', 'deployed', 'inbetrieb']],
  ['inStorage', ['stock', 'instock', 'lager', 'auflager']],
  ['retired', ['ausgemustert']],
  ['disposed', ['entsorgt', 'scrapped']],
  ['perpetual', ['unlimited', 'unbefristet']],
  ['completed', ['closed', 'complete', 'done', 'abgeschlossen']],
  ['cancelled', ['canceled', 'storniert']],
  ['unknown', ['unbekannt', 'inconnu', 'other']],
]);

/** A field that takes certain words: as they are, or through a table that proposes what each value stands for. */
export function guessChoice(
  field: string,
  choices: readonly string[],
  column: string,
  { name, values, filled }: ColumnProfile,
): readonly FieldDraft[] | Refusal {
  if (filled === 0) return [{ field, expression: `${column} | trim`, proof: 'no value yet' }];
  if (values === undefined) return { refused: `it has too many different values for one of ${choices.join(', ')}` };
  const folded = new Set(choices.map((choice) => choice.toLowerCase()));
  if (values.every((value) => folded.has(value.toLowerCase())))
    return [{ field, expression: `${column} | trim`, proof: 'every value is one of the choices' }];
  const entries = new Map<string, string | null>();
  for (const value of values) entries.set(value.toLowerCase(), choiceFor(value, choices));
  const open = [...entries].filter(([, choice]) => choice === null).map(([value]) => value);
  if (open.length === entries.size)
    return { refused: `none of its values is one of ${choices.join(', ')}: ${open.slice(0, 4).join(', ')}` };
  const question =
    open.length === 0
      ? {}
      : {
          question: `which of ${choices.join(', ')} is ${open
            .slice(0, 6)
            .map((value) => JSON.stringify(value))
            .join(', ')} in ${name}? None for now.`,
        };
  return [
    {
      field,
      expression: `${column} | trim | blankIf("") | lookup(${literalText(name)})`,
      proof: `a table of its ${entries.size} values`,
      lookup: { name, entries },
      ...question,
    },
  ];
}

function choiceFor(value: string, choices: readonly string[]): string | null {
  const folded = foldColumnName(value);
  const same = choices.find((choice) => foldColumnName(choice) === folded);
  return same ?? choices.find((choice) => words.get(choice)?.includes(folded)) ?? null;
}
