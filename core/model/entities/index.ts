import type { Entity } from '../define.ts';
import { accessEvidence } from './access-evidence.ts';
import { asset } from './asset.ts';
import { attachment } from './attachment.ts';
import { affinityRule, cluster, clusterGroup, clusterGroupMember, clusterMember } from './cluster.ts';
import { computer } from './computer.ts';
import { contract } from './contract.ts';
import { document } from './document.ts';
import { exchangeRate } from './exchange-rate.ts';
import { fileEvidence } from './file-evidence.ts';
import { disk, networkAdapter, processor } from './hardware.ts';
import { installerEvidence } from './installer-evidence.ts';
import {
  featureUsage,
  instance,
  instanceContainer,
  instanceHighWater,
  instanceSetting,
  instanceUser,
} from './instance.ts';
import { allocation, license } from './license.ts';
import { link } from './link.ts';
import { metricUsage } from './metric-usage.ts';
import { orgUnit } from './org-unit.ts';
import { payment, paymentSchedule } from './payment.ts';
import { purchaseLine, purchaseOrder } from './purchase.ts';
import { recognizedInstall } from './recognized-install.ts';
import { remoteEntitlement, subscription } from './remote-access.ts';
import { usage } from './usage.ts';
import { computerUser, user } from './user.ts';
import { vendor } from './vendor.ts';
import { hostPool, virtualMachine } from './virtual-machine.ts';
import { wmiEvidence } from './wmi-evidence.ts';

const inventory = [
  computer,
  processor,
  networkAdapter,
  disk,
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
  recognizedInstall,
  usage,
  accessEvidence,
  remoteEntitlement,
  subscription,
  metricUsage,
  instance,
  instanceContainer,
  featureUsage,
  instanceSetting,
  instanceHighWater,
  instanceUser,
  attachment,
];

const business = [
  orgUnit,
  vendor,
  purchaseOrder,
  purchaseLine,
  contract,
  asset,
  license,
  allocation,
  paymentSchedule,
  payment,
  document,
  exchangeRate,
  link,
];

/** The model: every entity by its name, in the order of the reference page. */
export const entities: ReadonlyMap<string, Entity> = new Map(
  [...inventory, ...business].map((entity) => [entity.name, entity]),
);

/** The entity of this name, spelled exactly. */
export function entityNamed(name: string): Entity | undefined {
  return entities.get(name);
}
