import type { Entity } from '../define.ts';
import { accessEvidence } from './access-evidence.ts';
import { affinityRule, cluster, clusterGroup, clusterGroupMember, clusterMember } from './cluster.ts';
import { computer } from './computer.ts';
import { contract } from './contract.ts';
import { fileEvidence } from './file-evidence.ts';
import { installerEvidence } from './installer-evidence.ts';
import { orgUnit } from './org-unit.ts';
import { purchaseLine, purchaseOrder } from './purchase.ts';
import { computerUser, user } from './user.ts';
import { vendor } from './vendor.ts';
import { hostPool, virtualMachine } from './virtual-machine.ts';
import { wmiEvidence } from './wmi-evidence.ts';

/** The model: every entity by its name, in the order of the reference page. */
export const entities: ReadonlyMap<string, Entity> = new Map(
  [
    computer,
    virtualMachine,
    hostPool,
    cluster,
    clusterMember,
    clusterGroup,
    clusterGroupMember,
    affinityRule,
    user,
    computerUser,
    installerEvidence,
    fileEvidence,
    wmiEvidence,
    accessEvidence,
    orgUnit,
    vendor,
    purchaseOrder,
    purchaseLine,
    contract,
  ].map((entity) => [entity.name, entity]),
);

/** The entity of this name, spelled exactly. */
export function entityNamed(name: string): Entity | undefined {
  return entities.get(name);
}
