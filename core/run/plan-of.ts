import { type Fault, fault } from '../errors/errors.ts';
import type { Mode } from '../model/define.ts';
import type { MappingProgram, RecordProgram } from '../mapping/program.ts';
import type { DuplicatePolicy, EntityPlan, ReferencePlan, RunPlan } from './plan.ts';

/** What a run of this program writes: entities with parents before children, as the mapped references demand. */
export function planOf({ records }: Pick<MappingProgram, 'records'>): { readonly plan: RunPlan; readonly faults: readonly Fault[] } {
  const names = [...new Set(records.map(({ entity }) => entity.name))];
  const plans = new Map(names.map((name) => [name, planEntity(name, records, names)]));
  const { order, cycle } = parentsFirst(plans);
  const entities = order.flatMap((name) => plans.get(name) ?? []);
  if (cycle === undefined) return { plan: { entities }, faults: [] };
  const place = records.find(({ entity }) => entity.name === cycle[0])?.rule.place;
  const message = `The references form a circle: ${[...cycle, cycle[0]].join(' -> ')}. Leave one of them out.`;
  return { plan: { entities }, faults: [fault('mapping/cycle', message, place ? { place } : {})] };
}

function planEntity(name: string, records: readonly RecordProgram[], written: readonly string[]): EntityPlan {
  const own = records.filter(({ entity }) => entity.name === name);
  const [{ entity }] = own;
  const references = new Map<string, ReferencePlan>();
  for (const { rule, field, required } of own.flatMap(({ fields }) => fields)) {
    if (field.type !== 'reference' || !written.includes(field.entity)) continue;
    const known = references.get(rule.name);
    references.set(rule.name, { field: rule.name, target: field.entity, required: required || known?.required === true });
  }
  const modes = [...new Set<Mode>(own.map(({ rule }) => rule.mode))];
  return { entity, duplicates: strictest(own.map(({ rule }) => rule.duplicates)), references: [...references.values()], modes };
}

function strictest(policies: readonly DuplicatePolicy[]): DuplicatePolicy {
  return policies.find((each) => each !== 'fill') ?? 'fill';
}

function parentsFirst(plans: ReadonlyMap<string, EntityPlan>): { readonly order: readonly string[]; readonly cycle?: readonly string[] } {
  const order: string[] = [];
  const visit = (name: string, above: readonly string[]): readonly string[] | undefined => {
    if (above.includes(name)) return above.slice(above.indexOf(name));
    if (order.includes(name)) return undefined;
    for (const { target } of plans.get(name)?.references ?? []) {
      const cycle = target === name ? undefined : visit(target, [...above, name]);
      if (cycle !== undefined) return cycle;
    }
    order.push(name);
    return undefined;
  };
  for (const name of plans.keys()) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return { order, cycle };
  }
  return { order };
}
