import type { Dataset } from '../adapter/contract.ts';
import { ConfigError, type Fault } from '../errors/errors.ts';
import { bindMapping } from '../mapping/bind/bind.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { MappingProgram } from '../mapping/program.ts';
import type { Entity } from '../model/define.ts';
import type { Completeness } from '../package/content.ts';
import { contradictions } from './contradictions.ts';
import type { RunPlan } from './plan.ts';
import { planBeside, planOf } from './plan-of.ts';

/** Mappings that are imported together: in which order their datasets are read, and what each is to know of the others. */

/** A mapping of an import, and the dataset that it is for. */
export interface Member {
  readonly mapping: Mapping;
  readonly dataset: Dataset;
  /** Not all of its rows are read: what is absent of them is unchanged. */
  readonly partial?: boolean;
}

/** What the other mappings of an import mean for one of them. */
export interface Share {
  /** Entities whose lookups it does not make, because another mapping writes all of their records. */
  readonly noLookups: ReadonlySet<string>;
  /** Of its own entities, with the references to those of others. */
  readonly plan: RunPlan;
}

export interface SharedMember extends Member {
  readonly share: Share;
}

export interface Together {
  readonly members: readonly SharedMember[];
  /** Over all of them. */
  readonly plan: RunPlan;
}

interface BoundMember extends Member {
  readonly program: MappingProgram;
}

/**
 * Puts mappings in the order of their references: those whose subjects others refer to come first, so that among mappings of one
 * entity the one whose subject it is comes before the others. The order of the files has no part in it.
 * @throws ConfigError with the faults of all of them.
 */
export function together(members: readonly Member[], stated: Completeness | undefined): Together {
  const bound = members.map((member): BoundMember & Pick<ConfigError, 'faults'> => ({
    ...member,
    ...bindMapping(member.mapping, member.dataset.columns),
  }));
  const named = bound.sort((a, b) => (a.mapping.name < b.mapping.name ? -1 : 1));
  const shares = named.map((member) => ({ member, noLookups: writtenByOthers(member, named, stated) }));
  const programs = shares.map(({ member, noLookups }) => withoutLookups(member.program, noLookups));
  const { plan, faults } = planOf(...programs);
  const all = [
    ...named.flatMap((each) => each.faults),
    ...contradictions(named.map(({ mapping }) => mapping)),
    ...faults,
  ];
  if (all.length > 0) throw new ConfigError(all);
  const places = new Map(plan.entities.map(({ entity }, place) => [entity.name, place]));
  const shared = shares.map(({ member: { mapping, dataset, partial = false }, noLookups }, index) => {
    const own = new Set(programs[index].records.map(({ entity }) => entity.name));
    const share = { noLookups, plan: { entities: plan.entities.filter(({ entity }) => own.has(entity.name)) } };
    const subject = programs[index].records.at(0)?.entity.name ?? '';
    return { member: { mapping, dataset, partial, share }, place: places.get(subject) ?? places.size };
  });
  return { members: shared.sort((a, b) => a.place - b.place).map(({ member }) => member), plan };
}

/** Why mappings can not be run together, as far as they tell without their source: none of them has a fault of its own. */
export function togetherFaults(mappings: readonly Mapping[]): readonly Fault[] {
  const programs = mappings.map((mapping) => bindMapping(mapping, undefined).program);
  return [...contradictions(mappings), ...planOf(...programs).faults];
}

/** What other mappings of a package have written, when rows of one of them come back. */
export interface Beside {
  readonly entities: readonly Entity[];
  /** Those of them whose lookups were not made. */
  readonly noLookups: ReadonlySet<string>;
}

/**
 * One mapping of several, alone again: it makes what it made among them, and refers to what the others wrote.
 * @throws ConfigError
 */
export function alone({ mapping, dataset }: Member, { entities, noLookups }: Beside): Together {
  const bound = bindMapping(mapping, dataset.columns);
  const program = withoutLookups(bound.program, noLookups);
  const { plan, faults } = planBeside(entities, program);
  if (bound.faults.length + faults.length > 0) throw new ConfigError([...bound.faults, ...faults]);
  const own = new Set(program.records.map(({ entity }) => entity.name));
  const share = { noLookups, plan: { entities: plan.entities.filter(({ entity }) => own.has(entity.name)) } };
  return { members: [{ mapping, dataset, share }], plan };
}

/** Only who has all records of an entity can tell that one is missing: with less, the lookups stay. */
function writtenByOthers(
  { mapping }: BoundMember,
  members: readonly BoundMember[],
  stated: Completeness | undefined,
): ReadonlySet<string> {
  const others = members.filter((other) => other.mapping !== mapping);
  return new Set(others.flatMap((other) => entitiesWhole(other, stated)));
}

function entitiesWhole(
  { mapping, dataset, program, partial = false }: BoundMember,
  stated: Completeness | undefined,
): readonly string[] {
  if (partial || (dataset.incomplete ?? []).length > 0) return [];
  const made = program.records.filter(({ rule: { mode } }) => mode === 'upsert' || mode === 'create');
  return made
    .map(({ entity }) => entity.name)
    .filter((name) => (stated ?? mapping.completeness.get(name)) === 'everything' && !program.unreadable.has(name));
}

/** The program without the records that only name what another mapping writes. */
export function withoutLookups(program: MappingProgram, entities: ReadonlySet<string>): MappingProgram {
  if (entities.size === 0) return program;
  const left = program.mapping.records.filter(({ mode, entity }) => mode !== 'lookup' || !entities.has(entity));
  const names = new Set(left.map(({ entity }) => entity));
  const among = (some: ReadonlySet<string>) => new Set([...some].filter((name) => names.has(name)));
  return {
    ...program,
    records: program.records.filter(({ rule: { mode }, entity }) => mode !== 'lookup' || !entities.has(entity.name)),
    notCollected: new Map([...program.notCollected].filter(([name]) => names.has(name))),
    unreadable: among(program.unreadable),
    undecided: among(program.undecided),
  };
}
