import { defineEntity, field } from '../define.ts';

export const user = defineEntity({
  name: 'User',
  summary: 'A person or account that uses computers and software.',
  group: 'inventory',
  key: ['key'],
  match: [['sid'], ['upn'], ['account', 'domainFlat'], ['employeeNumber'], ['email'], ['displayName']],
  fields: {
    key: field.key("The source's own id of the user, such as a SID, or domain and account where there is none.", {
      personal: true,
      synonyms: ['UserID', 'ExternalID', 'Unique_User_Name0', 'UniqueUserName'],
    }),
    account: field.natural(64, 'The account name, without its domain.', {
      personal: true,
      synonyms: [
        'SAMAccountName',
        'UserName',
        'User',
        'Login',
        'Logon name',
        'Login name',
        'User_Name0',
        'Account name',
        'LastLoggedOnUser',
        'CalculatedUser',
        'Benutzername',
        'Benutzer',
        'Utilisateur',
        "Nom d'utilisateur",
      ],
    }),
    domainFlat: field.natural(100, 'The short name of the domain of the account.', {
      synonyms: ['Domain', 'DomainFlatName', 'DomainName', 'User domain', 'Windows_NT_Domain0', 'Domäne', 'Domaine'],
    }),
    domainQualified: field.natural(100, 'The DNS name of the domain of the account.', {
      synonyms: ['DomainQualifiedName', 'Full_Domain_Name0', 'DNS domain'],
    }),
    upn: field.natural(256, 'The principal name, such as `a.miller@example.org`.', {
      personal: true,
      synonyms: ['UserPrincipalName', 'User_Principal_Name0', 'Principal name'],
    }),
    sid: field.id('The security identifier.', {
      personal: true,
      synonyms: ['SID0', 'Security identifier', 'ObjectSID'],
    }),
    email: field.natural(200, 'The mail address.', {
      personal: true,
      synonyms: ['EmailAddress', 'Mail', 'Mail0', 'E-Mail-Adresse', 'Courriel'],
    }),
    firstName: field.natural(128, 'The first name.', {
      personal: true,
      synonyms: ['Given name', 'Forename', 'Vorname', 'Prénom'],
    }),
    lastName: field.natural(128, 'The last name.', {
      personal: true,
      synonyms: ['Surname', 'Family name', 'Nachname', 'Nom de famille', 'sn'],
    }),
    displayName: field.natural(256, 'The name as people read it.', {
      personal: true,
      synonyms: ['Full name', 'Full_User_Name0', 'Anzeigename', 'Nom complet'],
    }),
    employeeNumber: field.natural(128, 'The number of the employee.', {
      personal: true,
      synonyms: ['Employee ID', 'Employee No.', 'Personnel number', 'Personalnummer', 'Matricule'],
    }),
    department: field.natural(256, 'The department, as the source names it.', {
      synonyms: ['Dept', 'Abteilung', 'Service', 'Département'],
    }),
    title: field.natural(256, 'The position of the person.', { synonyms: ['Job title', 'Position', 'Funktion'] }),
    manager: field.reference('User', 'The user whom this one reports to.', {
      personal: true,
      synonyms: ['Manager ID', 'Reports to', 'Supervisor', 'Vorgesetzter'],
    }),
    location: field.naturalReference('OrgUnit', 'The location that the user belongs to.', {
      synonyms: ['Location ID', 'Office', 'Standort'],
    }),
    corporateUnit: field.naturalReference('OrgUnit', 'The corporate unit that the user belongs to.', {
      synonyms: ['Business unit', 'BusinessUnitID', 'Corporate unit ID'],
    }),
    costCenter: field.naturalReference('OrgUnit', 'The cost center that pays for the user.', {
      synonyms: ['Cost centre', 'CostCenterID', 'Kostenstelle', 'Centre de coûts'],
    }),
    active: field.boolean('Whether the account is in use.', { synonyms: ['Enabled', 'Is active', 'Aktiv', 'Actif'] }),
    lastLogonAt: field.instant('When the user last logged on anywhere.', {
      synonyms: ['Last logon', 'Last_Logon_Timestamp0', 'Last login', 'Letzte Anmeldung'],
    }),
    inventoryAgent: field.natural(64, 'The tool that took the inventory.'),
  },
});

export const computerUser = defineEntity({
  name: 'ComputerUser',
  summary: 'A user of a computer, and what makes this person one.',
  group: 'inventory',
  key: ['computer', 'user', 'relation'],
  fields: {
    computer: field.reference('Computer', 'The computer.', {
      required: true,
      synonyms: ['ComputerID', 'ResourceID', 'MachineResourceID'],
    }),
    user: field.reference('User', 'The user.', {
      required: true,
      personal: true,
      synonyms: ['UserID', 'UniqueUserName', 'TopConsoleUser0', 'SystemConsoleUser0'],
    }),
    relation: field.choice(
      ['lastLoggedOn', 'console', 'primary', 'calculated', 'assigned'],
      'How the user is known to be one; `assigned` comes from business data only and is never written by inventory.',
      { required: true, synonyms: ['Relationship', 'Relation type'] },
    ),
    minutes: field.integer('Minutes of use.', { synonyms: ['TotalUserConsoleMinutes0', 'Usage minutes'] }),
    logons: field.integer('How often the user logged on.', {
      synonyms: ['NumberOfConsoleLogons0', 'Logon count', 'Number of logons'],
    }),
    lastUsedAt: field.instant('When the user was last seen on it.', {
      synonyms: ['LastConsoleUse0', 'Last console use', 'Last used'],
    }),
  },
});
