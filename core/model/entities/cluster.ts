import { defineEntity, field } from '../define.ts';

const computerSynonyms = ['ComputerID', 'ComputerExternalID', 'ResourceID', 'Host ID'];

export const cluster = defineEntity({
  name: 'Cluster',
  summary: 'Hosts between which virtual machines or instances move.',
  group: 'inventory',
  key: ['key'],
  fields: {
    key: field.key("The source's own id of the cluster.", {
      synonyms: ['ClusterID', 'ExternalID', 'ClusterExternalID'],
    }),
    name: field.natural(256, 'The name of the cluster.', {
      required: true,
      synonyms: ['ClusterName', 'Cluster', 'ExternalName'],
    }),
    namespace: field.natural(256, 'Where its name is unique, such as a data centre.', {
      synonyms: ['Datacenter', 'Data centre', 'ClusterNamespace'],
    }),
    platform: field.natural(128, 'The kind of cluster, such as `VMware` or `Kubernetes`.', {
      synonyms: ['ClusterType', 'Type'],
    }),
    drs: field.boolean('Whether machines are moved to balance the load.', { synonyms: ['DRS enabled'] }),
    dpm: field.boolean('Whether idle hosts are switched off.', { synonyms: ['DPM enabled'] }),
    inventoryAgent: field.natural(64, 'The tool that took the inventory.'),
  },
});

export const clusterMember = defineEntity({
  name: 'ClusterMember',
  summary: 'A computer that belongs to a cluster.',
  group: 'inventory',
  key: ['cluster', 'computer'],
  fields: {
    cluster: field.reference('Cluster', 'The cluster.', {
      required: true,
      synonyms: ['ClusterID', 'ClusterExternalID'],
    }),
    computer: field.reference('Computer', 'The computer.', { required: true, synonyms: computerSynonyms }),
    since: field.instant('When it joined.', { synonyms: ['Member since', 'Joined'] }),
  },
});

export const clusterGroup = defineEntity({
  name: 'ClusterGroup',
  summary: 'Hosts or virtual machines of a cluster that an affinity rule names together.',
  group: 'inventory',
  key: ['key'],
  fields: {
    key: field.key("The source's own id of the group.", {
      synonyms: ['ClusterGroupID', 'ExternalID', 'ClusterGroupExternalID'],
    }),
    cluster: field.reference('Cluster', 'The cluster that the group is a part of.', {
      synonyms: ['ClusterID', 'ClusterExternalID'],
    }),
    name: field.natural(256, 'The name of the group.', {
      required: true,
      synonyms: ['ClusterGroupName', 'Group name'],
    }),
    kind: field.choice(['hosts', 'vms'], 'What the group holds.', { synonyms: ['ClusterGroupType', 'Group type'] }),
  },
});

export const clusterGroupMember = defineEntity({
  name: 'ClusterGroupMember',
  summary: 'A computer that belongs to a group of a cluster.',
  group: 'inventory',
  key: ['group', 'computer'],
  fields: {
    group: field.reference('ClusterGroup', 'The group.', {
      required: true,
      synonyms: ['ClusterGroupID', 'ClusterGroupExternalID'],
    }),
    computer: field.reference('Computer', 'The computer.', { required: true, synonyms: computerSynonyms }),
  },
});

export const affinityRule = defineEntity({
  name: 'AffinityRule',
  summary: 'A rule that keeps virtual machines on certain hosts of a cluster, or away from them.',
  group: 'inventory',
  key: ['cluster', 'name'],
  fields: {
    cluster: field.reference('Cluster', 'The cluster.', {
      required: true,
      synonyms: ['ClusterID', 'ClusterExternalID'],
    }),
    name: field.natural(128, 'The name of the rule.', { required: true, synonyms: ['Rule name'] }),
    rule: field.choice(['must', 'should', 'not'], 'What the rule demands.', { synonyms: ['RuleType'] }),
    // Names and no references: a rule is exported with the names of its groups, which are unique in the cluster.
    hostGroup: field.natural(256, 'The name of the group of hosts.', {
      synonyms: ['ClusterHostGroupName', 'Host group name'],
    }),
    vmGroup: field.natural(256, 'The name of the group of virtual machines.', {
      synonyms: ['ClusterVMGroupName', 'VM group name'],
    }),
  },
});
