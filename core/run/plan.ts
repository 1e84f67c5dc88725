import type { Entity, Mode } from '../model/define.ts';

/** What a run writes, entity by entity, in an order in which every parent comes before its children. */
export interface RunPlan {
  readonly entities: readonly EntityPlan[];
}

export interface EntityPlan {
  readonly entity: Entity;
  /** What happens when a later record has the same key and other values. */
  readonly duplicates: DuplicatePolicy;
  /** The references that are checked: those to entities that the run writes. `references` of a part names them by index. */
  readonly references: readonly ReferencePlan[];
  /** Others refer to it, so the keys of filtered records matter. */
  readonly isParent: boolean;
  /** The modes that its records may have. Lines carry `mode` if there is any but upsert. */
  readonly modes: readonly Mode[];
}

export interface ReferencePlan {
  readonly field: string;
  readonly target: string;
  /** A key field or a required one: without its parent the record is rejected. Else the field is left out. */
  readonly required: boolean;
}

/** `fill`: gaps are filled, a conflict keeps the first. `last`: a conflict keeps the last. `reject`: a differing one is rejected. */
export const duplicatePolicies = ['fill', 'last', 'reject'] as const;
export type DuplicatePolicy = (typeof duplicatePolicies)[number];
