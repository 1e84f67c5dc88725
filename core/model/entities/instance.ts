import { defineEntity, field } from '../define.ts';

const instanceOf = field.reference('Instance', 'The instance.', {
  required: true,
  synonyms: ['InstanceID', 'Instance key'],
});
const container = field.id('The id of its container; null where there are none.', {
  synonyms: ['ContainerID', 'Con_ID', 'CON_ID0'],
});

export const instance = defineEntity({
  name: 'Instance',
  summary: 'An installed and configured server of a database or application.',
  group: 'inventory',
  key: ['key'],
  fields: {
    key: field.key("The source's own id of the instance.", { synonyms: ['InstanceID', 'ExternalID'] }),
    computer: field.reference('Computer', 'The computer that it runs on.', {
      synonyms: ['ComputerID', 'ExternalComputerID', 'ResourceID', 'Host_Name', 'Host'],
    }),
    kind: field.choice(['oracle', 'db2', 'sqlserver', 'weblogic', 'sap'], 'What it is an instance of.', {
      synonyms: ['Instance type'],
    }),
    name: field.natural(256, 'Its name.', { synonyms: ['InstanceName', 'SID'] }),
    uniqueName: field.natural(256, 'The name that tells its database from standbys of it.', {
      synonyms: ['DB_Unique_Name'],
    }),
    dbid: field.id('The id of its database.', { synonyms: ['Database ID'] }),
    version: field.natural(128, 'Its version.', { synonyms: ['Version_Full', 'Database version', 'Instance version'] }),
    edition: field.natural(128, 'Its edition.', { synonyms: ['Database edition'] }),
    role: field.choice(['primary', 'standby'], 'Whether it is the primary.', { synonyms: ['Database_Role'] }),
    openMode: field.natural(64, 'How it is open.'),
    logMode: field.natural(64, 'How it keeps its log.'),
    home: field.text(400, 'The folder of its software.', { synonyms: ['Oracle_Home', 'Home directory'] }),
    rac: field.boolean('Whether several instances serve its database.', { synonyms: ['Parallel', 'Cluster_Database'] }),
    cluster: field.natural(256, 'The name of the cluster of these instances.', {
      synonyms: ['Cluster name', 'RAC name'],
    }),
    isContainer: field.boolean('Whether it has containers.', { synonyms: ['CDB', 'Container database'] }),
    parent: field.reference('Instance', 'The instance that it is a part of.', { synonyms: ['ParentInstanceID'] }),
    characterSet: field.natural(64, 'Its character set.', { synonyms: ['NLS_CharacterSet'] }),
    createdAt: field.instant('When its database was made.', { synonyms: ['Created'] }),
    startedAt: field.instant('When it was last started.', { synonyms: ['Startup_Time', 'Started'] }),
  },
});

export const instanceContainer = defineEntity({
  name: 'InstanceContainer',
  summary: 'A container or pluggable database of an instance.',
  group: 'inventory',
  key: ['instance', 'containerId'],
  fields: {
    instance: instanceOf,
    containerId: field.id('Its id in the instance.', { required: true, synonyms: ['Con_ID'] }),
    name: field.natural(256, 'Its name.', { synonyms: ['Container name', 'PDB_Name', 'PDB'] }),
    guid: field.id('Its global id.'),
    openMode: field.natural(64, 'How it is open.'),
    restricted: field.boolean('Whether only administrators may use it.'),
    read: field.choice(
      ['yes', 'closed', 'denied'],
      'Whether the source could read it; if not, nothing found in it says nothing.',
    ),
  },
});

export const instanceSetting = defineEntity({
  name: 'InstanceSetting',
  summary: 'An option or parameter of an instance.',
  group: 'inventory',
  key: ['instance', 'container', 'name'],
  fields: {
    instance: instanceOf,
    container,
    name: field.natural(256, 'Its name.', { required: true, synonyms: ['Parameter', 'Option', 'Setting'] }),
    value: field.text(4000, 'Its value.', { synonyms: ['Display_Value'] }),
    default: field.boolean('Whether nobody has changed it.', { synonyms: ['IsDefault'] }),
  },
});

export const instanceHighWater = defineEntity({
  name: 'InstanceHighWater',
  summary: 'The highest value that a figure of an instance ever had.',
  group: 'inventory',
  key: ['instance', 'name'],
  fields: {
    instance: instanceOf,
    name: field.natural(256, 'The figure.', { required: true, synonyms: ['Statistic'] }),
    highest: field.decimal('The highest value.', { synonyms: ['Highwater', 'High water mark'] }),
    last: field.decimal('The value at the last sample.', { synonyms: ['Last_Value'] }),
    description: field.text(512, 'What the figure says.'),
  },
});

export const instanceUser = defineEntity({
  name: 'InstanceUser',
  summary: 'An account of an instance.',
  group: 'inventory',
  key: ['instance', 'container', 'name'],
  fields: {
    instance: instanceOf,
    container,
    name: field.natural(256, 'The account.', { required: true, personal: true, synonyms: ['UserName', 'Account'] }),
    status: field.natural(256, 'Whether it is open, as the instance says.', { synonyms: ['Account_Status'] }),
    profile: field.natural(256, 'The profile of the account.'),
    createdAt: field.instant('When it was made.', { synonyms: ['Created', 'CreationDate'] }),
    lastLoginAt: field.instant('When it was last used.', { synonyms: ['Last_Login'] }),
    application: field.natural(400, 'The application that the account may use.', { synonyms: ['ApplicationID'] }),
    responsibility: field.natural(256, 'What the account may do in the application.'),
  },
});

export const featureUsage = defineEntity({
  name: 'FeatureUsage',
  summary:
    'What an instance recorded of the use of a feature; clones and upgrades leave rows of other databases and versions.',
  group: 'inventory',
  key: ['instance', 'container', 'dbid', 'version', 'feature'],
  fields: {
    instance: instanceOf,
    container,
    dbid: field.id('The database that the row is of.'),
    version: field.natural(128, 'The version that the row is of.'),
    feature: field.natural(256, 'The feature.', { required: true, synonyms: ['Name', 'Feature name'] }),
    option: field.natural(256, 'The option that has to be licensed for the feature.', {
      synonyms: ['Option name', 'Product'],
    }),
    detected: field.integer('In how many samples it was in use.', { synonyms: ['Detected_Usages'] }),
    samples: field.integer('How many samples were taken.', { synonyms: ['Total_Samples'] }),
    currentlyUsed: field.boolean('Whether it was in use in the last sample.'),
    firstAt: field.instant('When it was first in use.', { synonyms: ['First_Usage_Date'] }),
    lastAt: field.instant('When it was last in use.', { synonyms: ['Last_Usage_Date'] }),
    lastSampleAt: field.instant('When the last sample was taken.', { synonyms: ['Last_Sample_Date'] }),
    auxCount: field.decimal('A count whose meaning depends on the feature.'),
    info: field.text(4000, 'Details.', { synonyms: ['Feature_Info'] }),
    verdict: field.choice(['used', 'installed', 'falsePositive', 'unknown'], 'What the rule made of it.'),
    rule: field.natural(128, 'The rule that gave the verdict.'),
  },
});
