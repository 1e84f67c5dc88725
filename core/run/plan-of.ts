import { type Fault, fault } from '../errors/errors.ts';
import type { MappingProgram, RecordProgram } from '../mapping/program.ts';
import type { Mode } from '../model/define.ts';
import { referenceOrder } from '../model/order.ts';
import type { DuplicatePolicy, EntityPlan, ReferencePlan, RunPlan } from './plan.ts';

/** What a run of this program writes: entities with parents before children, as the mapped references demand. */
export function planOf({ records }: Pick<MappingProgram, 'records'>): {
  readonly plan: RunPlan;
  readonly faults: readonly Fault[];
} {
  const names = [...new Set(records.map(({ entity }) => entity.name))];
  const plans = new Map(names.map((name) => [name, planEntity(name, records, names)]));
  const sorted = referenceOrder(names, (name) => (plans.get(name)?.references ?? []).map(({ target }) => target));
  if ('order' in sorted)
    return { plan: { entities: sorted.order.flatMap((name) => plans.get(name) ?? []) }, faults: [] };
  const { cycle } = sorted;
  const place = records.find(({ entity }) => entity.name === cycle[0])?.rule.place;
  const message = `The references form a circle: ${[...cycle, cycle[0]].join(' -> ')}. Leave one of them out.`;
  return { plan: { entities: [] }, faults: [fault('mapping/cycle', message, place ? { place } : {})] };
}

function planEntity(name: string, records: readonly RecordProgram[], written: readonly string[]): EntityPlan {
  const own = records.filter(({ entity }) => entity.name === name);
  const [{ entity }] = own;
  const references = new Map<string, ReferencePlan>();
  for (const { rule, field, required, key } of own.flatMap(({ fields }) => fields)) {
    if (field.type !== 'reference' || !written.includes(field.entity)) continue;
    const known = references.get(rule.name);
    // A reference that is part of the key can't be left out: the record would become another one.
    references.set(rule.name, {
      field: rule.name,
      target: field.entity,
      required: required || key || known?.required === true,
    });
  }
  const modes = [...new Set<Mode>(own.map(({ rule }) => rule.mode))];
  return {
    entity,
    duplicates: strictest(own.map(({ rule }) => rule.duplicates)),
    references: [...references.values()],
    modes,
  };
}

function strictest(policies: readonly DuplicatePolicy[]): DuplicatePolicy {
  return policies.find((each) => each !== 'fill') ?? 'fill';
}
