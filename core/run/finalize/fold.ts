import { foldNatural } from '../../model/key.ts';
import type { EntityPlan } from '../plan.ts';
import { formatLine, lineMode, type Property, parseLine, printed, rawOf } from './line.ts';

/** Two values that are both known and differ, as people read them. */
export interface Conflict {
  readonly field: string;
  readonly kept: string;
  readonly found: string;
}

export interface Folded {
  readonly properties: readonly Property[];
  readonly conflicts: readonly Conflict[];
  /** Whether `properties` are other than those of the kept record. */
  readonly changed: boolean;
  /** The kept record was a lookup only, and the later one took its place. */
  readonly replaced: boolean;
}

/** What is the same for all folds of an entity. */
export interface FoldRules {
  readonly plan: EntityPlan;
  /** The fields of the entity, each with its place: lines have them in this order. */
  readonly order: ReadonlyMap<string, number>;
  /** Fields whose texts compare without case and trailing blanks. */
  readonly natural: ReadonlySet<string>;
}

/** Folds a later record of the same key into the kept one: absent < null < value; a conflict goes by the policy. */
export function fold(rules: FoldRules, kept: readonly Property[], later: readonly Property[]): Folded {
  const { plan } = rules;
  const named = plan.modes.includes('lookup') && lineMode(kept) !== lineMode(later);
  if (named && lineMode(kept) === 'lookup') {
    const { properties } = fill(rules, later, kept, false);
    return { properties, conflicts: [], changed: true, replaced: true };
  }
  if (named && lineMode(later) === 'lookup') {
    return { ...fill(rules, kept, later, false), conflicts: [], replaced: false };
  }
  const filled = fill(rules, kept, later, plan.duplicates === 'last');
  const refused = plan.duplicates === 'reject' && filled.conflicts.length > 0;
  if (refused) return { properties: kept, conflicts: filled.conflicts, changed: false, replaced: false };
  return { ...filled, replaced: false };
}

/** Fills gaps of `base` from `other`. Keys are equal as keys: the first spelling stays. */
function fill(rules: FoldRules, base: readonly Property[], other: readonly Property[], lastWins: boolean) {
  const properties = [...base];
  const conflicts: Conflict[] = [];
  let changed = false;
  let after = 0;
  for (const property of other) {
    const at = properties.findIndex(({ name }) => name === property.name);
    after = at < 0 ? placeFor(rules, properties, property, after) : at + 1;
    const value = at < 0 ? property.raw : mergeValue(rules, properties[at], property, lastWins, conflicts);
    if (at >= 0 && value === properties[at].raw) continue;
    if (at >= 0) properties[at] = { name: property.name, raw: value };
    else properties.splice(after++, 0, property);
    changed = true;
  }
  return { properties, conflicts, changed };
}

/** Where a new property goes: after those that come before it in the model, so lines keep their order. */
function placeFor({ order }: FoldRules, properties: readonly Property[], { name }: Property, from: number): number {
  const rank = order.get(name) ?? 0;
  let at = from;
  while (at < properties.length && (order.get(properties[at].name) ?? Number.POSITIVE_INFINITY) < rank) at++;
  return at;
}

function mergeValue(
  rules: FoldRules,
  kept: Property,
  later: Property,
  lastWins: boolean,
  conflicts: Conflict[],
): string {
  if (kept.raw === later.raw || later.raw === 'null') return kept.raw;
  if (kept.raw === 'null') return later.raw;
  if (rules.plan.entity.key.includes(kept.name) || equalTexts(rules, kept, later)) return kept.raw;
  if (kept.name === 'custom') return mergeCustom(kept.raw, later.raw, lastWins, conflicts);
  conflicts.push({ field: kept.name, kept: printed(kept.raw), found: printed(later.raw) });
  return lastWins ? later.raw : kept.raw;
}

function equalTexts({ natural }: FoldRules, kept: Property, later: Property): boolean {
  return natural.has(kept.name) && foldNatural(printed(kept.raw)) === foldNatural(printed(later.raw));
}

function mergeCustom(kept: string, later: string, lastWins: boolean, conflicts: Conflict[]): string {
  const properties = parseLine(kept);
  let changed = false;
  for (const { name, raw } of parseLine(later)) {
    const known = rawOf(properties, name);
    if (known === raw || (known !== undefined && raw === 'null')) continue;
    const conflict = known !== undefined && known !== 'null';
    if (conflict) conflicts.push({ field: `custom.${name}`, kept: printed(known), found: printed(raw) });
    if (conflict && !lastWins) continue;
    const at = properties.findIndex((property) => property.name === name);
    properties.splice(at < 0 ? properties.length : at, at < 0 ? 0 : 1, { name, raw });
    changed = true;
  }
  return changed ? formatLine(properties) : kept;
}
