import { defineEntity, field } from '../define.ts';

export const virtualMachine = defineEntity({
  name: 'VirtualMachine',
  summary: 'A virtual machine or partition as its manager knows it, with the host that it runs on.',
  group: 'inventory',
  key: ['key'],
  fields: {
    key: field.key("The manager's own id of the virtual machine.", {
      synonyms: ['VMID', 'VirtualMachineID', 'VM UUID', 'ExternalVMID'],
    }),
    computer: field.reference('Computer', 'The guest; null where no agent reports it.', {
      synonyms: ['ComputerID', 'ResourceID', 'Guest ID'],
    }),
    host: field.reference('Computer', 'The machine that it runs on; null is unknown, which is not "none".', {
      synonyms: ['HostComputerID', 'Host ID', 'Parent ID'],
    }),
    hostName: field.natural(256, 'The name of its host, as the guest says.', {
      synonyms: ['PhysicalHostName0', 'Virtual_Machine_Host_Name0', 'ESX host', 'Physical host name'],
    }),
    cluster: field.reference('Cluster', 'The cluster that it may move in.', { synonyms: ['ClusterID'] }),
    pool: field.natural(100, 'The name of the pool of its host that it draws from.', {
      synonyms: ['PoolName', 'Resource pool'],
    }),
    platform: field.natural(128, 'The virtualization, such as `VMware` or `LPAR`.', {
      synonyms: ['VirtualMachineType', 'VM type', 'Hypervisor', 'Virtualization type'],
    }),
    biosUuid: field.natural(64, 'The UUID that the guest sees.', { synonyms: ['UUID', 'SMBIOS UUID'] }),
    instanceUuid: field.natural(64, 'The UUID by which the manager tells copies apart.', {
      synonyms: ['VM instance UUID'],
    }),
    objectId: field.id('The id of its object in the manager, such as `vm-42`.', { synonyms: ['MoRef'] }),
    name: field.natural(256, 'Its name in the manager.', {
      synonyms: ['VM name', 'VM', 'Virtual machine name', 'VMName0'],
    }),
    guestName: field.natural(256, 'The host name that the guest reports.', {
      synonyms: ['DNS name', 'ComputerName', 'Guest host name'],
    }),
    guestOs: field.natural(128, 'The operating system that the manager was told or has seen.', {
      synonyms: ['OS according to the VMware Tools', 'OS according to the configuration file'],
    }),
    powerState: field.choice(['on', 'off', 'suspended', 'unknown'], 'Whether it runs.', { synonyms: ['Power'] }),
    vCpus: field.decimal('Its virtual processors; a share for a partition.', {
      minimum: '0',
      synonyms: ['CPUs', 'vCPU', 'Number of CPUs', 'Virtual CPUs'],
    }),
    coresPerSocket: field.integer('How many of its cores make a socket.', { synonyms: ['Cores p/s'] }),
    entitledCores: field.decimal('The cores that it is entitled to, such as 0.25.', {
      minimum: '0',
      synonyms: ['Entitled capacity'],
    }),
    processorMode: field.choice(['capped', 'uncapped', 'dedicated', 'shared'], 'How it gets processors.', {
      synonyms: ['Partition mode', 'Capping'],
    }),
    memoryBytes: field.integer('Its memory in bytes.', { synonyms: ['Memory', 'RAM', 'VM memory', 'Memory (MB)'] }),
    cpuAffinity: field.natural(256, 'The processors that it is bound to.'),
    hostAffinity: field.boolean('Whether it is bound to its host.', { synonyms: ['Host affinity enabled'] }),
    manufacturer: field.natural(128, 'The manufacturer that the guest sees.'),
    model: field.natural(128, 'The model that the guest sees.', { synonyms: ['ModelNo'] }),
    provider: field.choice(['aws', 'azure', 'google', 'oracle', 'ibm', 'alibaba', 'other'], 'The cloud it runs in.', {
      synonyms: ['Cloud provider', 'Cloud service provider'],
    }),
    account: field.id('The account or subscription of the cloud.', { synonyms: ['Cloud account', 'Subscription ID'] }),
    region: field.natural(128, 'The region of the cloud.', { synonyms: ['Instance region', 'Cloud region'] }),
    zone: field.natural(128, 'The availability zone of the cloud.', { synonyms: ['Availability zone'] }),
    instanceType: field.natural(128, 'The type of instance, such as `m5.large`.', { synonyms: ['VM size'] }),
    tenancy: field.choice(['shared', 'dedicatedInstance', 'dedicatedHost'], 'Who else may run on its hardware.', {
      synonyms: ['Instance tenancy'],
    }),
    lifecycle: field.choice(['onDemand', 'reserved', 'spot'], 'How it is paid for.', {
      synonyms: ['Lifecycle mode', 'Purchase option'],
    }),
    bringYourOwnLicense: field.boolean('Whether its software uses licences of the customer.', {
      synonyms: ['BYOL', 'Hybrid benefit'],
    }),
  },
});

export const hostPool = defineEntity({
  name: 'HostPool',
  summary: 'A pool of processors on a host, which partitions draw from.',
  group: 'inventory',
  key: ['host', 'type', 'name'],
  fields: {
    host: field.reference('Computer', 'The host.', { required: true, synonyms: ['HostComputerID', 'Host ID'] }),
    type: field.natural(256, 'The kind of pool, as the platform calls it.', {
      required: true,
      synonyms: ['ObjectType', 'Pool type'],
    }),
    name: field.natural(100, 'The name of the pool.', { required: true, synonyms: ['PoolName', 'VM pool'] }),
    // The name and no reference: pools have a compound key, and the parent lies on the same host.
    parent: field.natural(100, 'The name of the pool on the same host that it is a part of.', {
      synonyms: ['ParentName', 'Parent pool'],
    }),
    cores: field.decimal('The cores in the pool.', { minimum: '0', synonyms: ['NumberOfCores'] }),
    capped: field.boolean('Whether partitions can not get more than these cores.'),
  },
});
