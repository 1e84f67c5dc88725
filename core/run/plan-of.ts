import { type Fault, fault } from '../errors/errors.ts';
import type { MappingProgram, RecordProgram } from '../mapping/program.ts';
import type { Entity, Mode } from '../model/define.ts';
import { referenceOrder } from '../model/order.ts';
import type { DuplicatePolicy, EntityPlan, ReferencePlan, RunPlan } from './plan.ts';

type Planned = Pick<MappingProgram, 'records' | 'mapping'>;

/** What a run of these programs writes: entities with parents before children, as the mapped references demand. */
export function planOf(...programs: readonly Planned[]): Plans {
  return planBeside([], ...programs);
}

interface Plans {
  readonly plan: RunPlan;
  readonly faults: readonly Fault[];
}

/** The same where records of other entities were written before: references to them are checked, too. */
export function planBeside(beside: readonly Entity[], ...programs: readonly Planned[]): Plans {
  const records = programs.flatMap((program) => program.records);
  const own = [...new Set(records.map(({ entity }) => entity.name))];
  const others = beside.filter(({ name }) => !own.includes(name));
  const names = [...others.map(({ name }) => name), ...own];
  const plans = new Map<string, Omit<EntityPlan, 'isParent'>>([
    ...others.map(
      (entity) => [entity.name, { entity, duplicates: 'fill', references: [], modes: ['upsert'] }] as const,
    ),
    ...own.map((name) => [name, planEntity(name, records, names)] as const),
  ]);
  const sorted = referenceOrder(names, (name) => (plans.get(name)?.references ?? []).map(({ target }) => target));
  if ('cycle' in sorted) return { plan: { entities: [] }, faults: [cycleFault(sorted.cycle, programs)] };
  const targets = new Set([...plans.values()].flatMap(({ references }) => references.map(({ target }) => target)));
  const entities = sorted.order.flatMap((name) => plans.get(name) ?? []);
  return {
    plan: { entities: entities.map((each) => ({ ...each, isParent: targets.has(each.entity.name) })) },
    faults: [],
  };
}

function cycleFault(cycle: readonly string[], programs: readonly Planned[]): Fault {
  const edges = cycle.map((from, index) => [from, cycle[(index + 1) % cycle.length]] as const);
  const files = programs.filter((program) => edges.some(([from, to]) => refers(program, from, to)));
  const place = programs.flatMap(({ records }) => records).find(({ entity }) => entity.name === cycle[0])?.rule.place;
  const where = programs.length === 1 ? '' : `, in ${files.map(({ mapping }) => mapping.file).join(' and ')}`;
  const message = `The references form a circle${where}: ${[...cycle, cycle[0]].join(' -> ')}. Leave one of them out.`;
  return fault('mapping/cycle', message, place ? { place } : {});
}

function refers({ records }: Planned, from: string, to: string): boolean {
  return records.some(
    ({ entity, fields }) =>
      entity.name === from && fields.some(({ field }) => field.type === 'reference' && field.entity === to),
  );
}

function planEntity(
  name: string,
  records: readonly RecordProgram[],
  written: readonly string[],
): Omit<EntityPlan, 'isParent'> {
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
  return policies.includes('reject') ? 'reject' : (policies.find((each) => each !== 'fill') ?? 'fill');
}
