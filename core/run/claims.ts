import type { Mapping } from '../mapping/mapping.ts';
import type { MappingProgram } from '../mapping/program.ts';
import type { Completeness } from '../package/content.ts';
import { bringsReadOnly } from './changes.ts';
import type { RunPlan } from './plan.ts';

/** What the absence of a record means, once several mappings may have written records of its entity. Unread is not absent. */

/** What became of one mapping of an import. */
export interface Contribution {
  readonly mapping: Mapping;
  /** Undefined if the source does not have its dataset. */
  readonly program?: MappingProgram;
  /** By entity: how many of its records had no readable key. */
  readonly unreadable: ReadonlyMap<string, number>;
  /** Some of what its rows come from is not there. */
  readonly incomplete: boolean;
  /** Its rows were not all to be read: the others are unchanged. */
  readonly partial: boolean;
}

export interface Claim {
  readonly completeness: Completeness;
  readonly scope: string;
  /** The mapping that claims all records, if one does; else the first that writes some. */
  readonly mapping: Mapping;
  /** Of `perParent`: parents are those whose record is written here. Those that are named only, by lookups, say nothing of their children. */
  readonly parents?: 'written';
}

/**
 * What a package claims of an entity: what the mapping says that claims most, if all that any mapping adds to the entity was read. A
 * claim of everything does not suffer from others that add to it, but it does if rows of theirs were not read: their records were
 * there before, and would count as deleted. `perParent` stands only where no other mapping brings parents, whose children would seem gone;
 * those that read what has changed bring the same parents. Where others only name parents, it stands for the parents that are written.
 */
export function claimOf(
  name: string,
  contributions: readonly Contribution[],
  plan: RunPlan,
  stated: Completeness | undefined,
): Claim {
  const writers = writersOf(name, contributions);
  const said = ({ mapping }: Contribution) => stated ?? mapping.completeness.get(name) ?? 'unknown';
  const full = writers.find((each) => said(each) === 'everything') ?? writers.find((each) => said(each) === 'presence');
  const { mapping } = full ?? writers[0];
  const claim = (completeness: Completeness): Claim => ({ completeness, scope: mapping.scope, mapping });
  const isWhole = writers.every((each) => wasRead(name, each, contributions, plan));
  if (full !== undefined) return claim(isWhole && !writers.some(({ partial }) => partial) ? said(full) : 'unknown');
  if (writers.some((each) => said(each) === 'perParent')) {
    if (!isWhole) return claim('unknown');
    const others = writers.length === 1 ? othersWithParents(name, writers[0], contributions, plan) : 'written';
    if (others === 'none') return claim('perParent');
    return others === 'named' ? { ...claim('perParent'), parents: 'written' } : claim('additions');
  }
  const isOpen =
    writers.every(({ program }) => program === undefined) || writers.some((each) => each.unreadable.has(name));
  return claim(isOpen || !writers.some((each) => said(each) === 'additions') ? 'unknown' : 'additions');
}

/** The mappings that write records of an entity; those that only name them, if there are no others. */
function writersOf(name: string, contributions: readonly Contribution[]): readonly Contribution[] {
  const all = contributions.filter((each) => rulesOf(name, each).length > 0);
  const writing = all.filter((each) => rulesOf(name, each).some(({ mode }) => mode !== 'lookup'));
  return writing.length > 0 ? writing : all;
}

function rulesOf(name: string, { mapping }: Contribution) {
  return mapping.records.filter(({ entity }) => entity === name);
}

/**
 * A record whose key could not be read may be any record: then the absence of one says nothing. Nor does it where a rule could
 * not be applied because its columns are missing, or where some of the rows are.
 */
function wasRead(
  name: string,
  { program, unreadable, incomplete }: Contribution,
  contributions: readonly Contribution[],
  plan: RunPlan,
): boolean {
  if (program === undefined || incomplete || unreadable.has(name) || program.unreadable.has(name)) return false;
  return !followsUndecided(name, new Set(contributions.flatMap((each) => [...(each.program?.undecided ?? [])])), plan);
}

/** Children of a record that was filtered go with it, so they are as undecided as its condition. */
function followsUndecided(name: string, undecided: ReadonlySet<string>, plan: RunPlan): boolean {
  return parentsOf(name, plan).some((target) => undecided.has(target) || followsUndecided(target, undecided, plan));
}

/** What mappings that read other rows do with the parents of an entity: nothing, name them by lookups beside one that writes those that were read, or write some. */
function othersWithParents(
  name: string,
  { mapping: { readBy }, program: own }: Contribution,
  contributions: readonly Contribution[],
  plan: RunPlan,
): 'none' | 'named' | 'written' {
  const found = parentsOf(name, plan).map((parent) => {
    const bringing = contributions.filter(({ program }) => recordsOf(parent, program).length > 0);
    const isOfOthers = ({ mapping, program }: Contribution) =>
      program !== own && (readBy === undefined || !bringsReadOnly(mapping, parent, readBy));
    const writing = bringing.filter(({ program }) => recordsOf(parent, program).some(({ mode }) => mode !== 'lookup'));
    if (!bringing.some(isOfOthers)) return 'none';
    return writing.length > 0 && !writing.some(isOfOthers) ? 'named' : 'written';
  });
  return found.find((each) => each === 'written') ?? found.find((each) => each === 'named') ?? 'none';
}

function recordsOf(entity: string, program: MappingProgram | undefined) {
  return (program?.records ?? []).filter((each) => each.entity.name === entity).map(({ rule }) => rule);
}

/** What an entity refers to, without itself. */
function parentsOf(name: string, plan: RunPlan): readonly string[] {
  const references = plan.entities.find(({ entity }) => entity.name === name)?.references ?? [];
  return references.map(({ target }) => target).filter((target) => target !== name);
}
