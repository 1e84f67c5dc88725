import type { DatasetDiff, MappingDiff, ReadDataset } from '../run/diff/diff.ts';
import type { EntityDiff, FieldDiff, RecordDiff } from '../run/diff/records.ts';
import { grouped } from './grouped.ts';

/** What differs, for people: how much by entity and field, then the first records with their values. */
export function* diffText(
  { source, entities, datasets, issues, claims, absent, isEqual }: MappingDiff,
  most: number,
): Generator<string> {
  const end = isEqual ? ': no difference.' : '';
  for (const { mapping, old, new: now } of datasets) yield `${mapping} on ${source} (${readText(old, now)})${end}`;
  for (const mapping of absent) yield `${mapping}: ${source} does not have its dataset.`;
  for (const entity of entities)
    if (entity.changed + entity.appeared + entity.gone > 0) yield* entityText(entity, most);
  for (const { entity, claim, old, new: now } of claims)
    yield `\n${entity}: ${claim === 'notCollected' ? 'not collected' : claim} ${old || 'none'} -> ${now || 'none'}`;
  for (const dataset of datasets) yield* rowsText(dataset);
  if (issues.length > 0) yield '\nIssues';
  for (const { code, entity, field, appeared, gone } of issues) {
    const counts = [appeared > 0 ? `${grouped(appeared)} appear` : '', gone > 0 ? `${grouped(gone)} go` : ''];
    yield `  ${code} ${field === null ? entity : `${entity}.${field}`}: ${counts.filter((each) => each !== '').join(', ')}`;
  }
  yield '';
}

function readText(old: ReadDataset | null, now: ReadDataset | null): string {
  const rows = (each: ReadDataset) => `${each.dataset}, ${grouped(each.ledger.read)} rows`;
  if (old === null || now === null) {
    const one = now ?? old;
    return `${one === null ? '' : rows(one)}, ${now === null ? 'the old mapping' : 'the new mapping'} alone`;
  }
  return rows(old) === rows(now) ? rows(now) : `${rows(old)} -> ${rows(now)}`;
}

function* rowsText({ mapping, old, new: now, rows }: DatasetDiff): Generator<string> {
  if (rows === null && old !== null && now !== null)
    yield `\n${mapping}: the rows are those of different datasets, and were not compared.`;
  for (const { from, to, count, origins } of rows ?? []) {
    yield `\n${grouped(count)} ${count === 1 ? 'row' : 'rows'}: ${from} -> ${to}`;
    for (const origin of origins) yield `  ${origin}`;
    if (count > origins.length) yield `  and ${grouped(count - origins.length)} more`;
  }
}

function* entityText(
  { entity, same, changed, appeared, gone, fields, records }: EntityDiff,
  most: number,
): Generator<string> {
  const counts = [
    changed > 0 ? `${grouped(changed)} ${changed === 1 ? 'changes' : 'change'}` : '',
    appeared > 0 ? `${grouped(appeared)} ${appeared === 1 ? 'appears' : 'appear'}` : '',
    gone > 0 ? `${grouped(gone)} ${gone === 1 ? 'goes' : 'go'}` : '',
    `${grouped(same)} ${same === 1 ? 'stays' : 'stay'}`,
  ];
  yield `\n${entity}: ${counts.filter((each) => each !== '').join(', ')}`;
  const width = Math.max(0, ...fields.map(({ field }) => field.length));
  for (const each of fields) yield `  ${each.field.padEnd(width)}  ${fieldText(each)}`;
  for (const record of records) yield* recordText(record);
  const left = changed + appeared + gone - records.length;
  if (left > 0 && most > 0) yield `  and ${grouped(left)} more`;
}

function fieldText({ changed, gained, lost }: FieldDiff): string {
  const counts = [
    changed > 0 ? `${grouped(changed)} ${changed === 1 ? 'has' : 'have'} another value` : '',
    gained > 0 ? `${grouped(gained)} ${gained === 1 ? 'gains' : 'gain'} one` : '',
    lost > 0 ? `${grouped(lost)} ${lost === 1 ? 'loses' : 'lose'} it` : '',
  ];
  return counts.filter((each) => each !== '').join(', ');
}

function* recordText({ key, change, fields }: RecordDiff): Generator<string> {
  const parts = Object.entries(key);
  const name = parts.length === 1 ? parts[0][1] : parts.map(([field, value]) => `${field}=${value}`).join(', ');
  yield `  ${{ changed: '~', appeared: '+', gone: '-' }[change]} ${name}`;
  for (const { field, old, new: now } of fields)
    yield `      ${field}: ${old ?? 'not collected'} -> ${now ?? 'not collected'}`;
}
