import type { Row } from './site.ts';

/** What is odd about a device, and the rows that it has besides those of every device. */
interface Odd {
  readonly system?: Row;
  readonly uuid?: string;
  /** Null: it was never scanned. */
  readonly scan?: string | null;
  readonly sockets?: readonly Row[];
  readonly more?: Readonly<Record<string, readonly Row[]>>;
}

const placeholder = '00000000-0000-0000-0000-000000000000';
const twin = '4C4C4544-0042-3510-8057-B4C04F4A0007';
const back = '4C4C4544-0042-3510-8057-B4C04F4A0011';

/** By the number of the device; the others are as all are. */
export const traps: readonly (Odd | undefined)[] = [
  undefined,
  // 1: a BIOS of an older board was left behind, with the lower revision.
  { more: { v_GS_PC_BIOS: [{ GroupID: 2, RevisionID: 0, SerialNumber0: 'OLD-BOARD' }] } },
  // 2, 3 and 4: gone in three ways.
  { system: { Obsolete0: 1 } },
  { system: { Decommissioned0: 1 } },
  { system: { Client0: 0 } },
  // 5: discovered only, never a client.
  { system: { Client0: null, SMS_Unique_Identifier0: null }, scan: null },
  // 6: the site says nothing.
  { system: { Client0: null, Obsolete0: null, Decommissioned0: null, Active0: null } },
  // 7 and 8: one machine, installed again.
  { system: { Netbios_Name0: 'PC-TWIN' }, uuid: twin, scan: '2024-03-01 08:00:00' },
  { system: { Netbios_Name0: 'pc-twin' }, uuid: twin.toLowerCase(), scan: '2024-03-30 08:00:00' },
  // 9 and 10: two machines of one name whose maker wrote no UUID.
  { system: { Netbios_Name0: 'PC-SAME' }, uuid: placeholder },
  { system: { Netbios_Name0: 'PC-SAME' }, uuid: placeholder },
  // 11 and 12: one machine, but the newer scan is of an obsolete record.
  { system: { Netbios_Name0: 'PC-BACK' }, uuid: back, scan: '2024-02-01 08:00:00' },
  { system: { Netbios_Name0: 'PC-BACK', Obsolete0: 1 }, uuid: back, scan: '2024-03-30 08:00:00' },
  // 13: a guest of Hyper-V.
  {
    system: { Is_Virtual_Machine0: 1 },
    more: { v_GS_VIRTUAL_MACHINE: [{ GroupID: 1, RevisionID: 1, PhysicalHostName0: 'HV01' }] },
  },
  // 14: two sockets, of one of which an older revision is left.
  {
    sockets: [
      { GroupID: 1, RevisionID: 2, DeviceID0: 'CPU0', NumberOfCores0: 32, NumberOfLogicalProcessors0: 64 },
      { GroupID: 2, RevisionID: 2, DeviceID0: 'CPU1', NumberOfCores0: 32, NumberOfLogicalProcessors0: 64 },
      { GroupID: 2, RevisionID: 1, DeviceID0: 'CPU1', NumberOfCores0: 28, NumberOfLogicalProcessors0: 56 },
    ],
  },
  // 15: one of two sockets does not state its cores.
  {
    sockets: [
      { GroupID: 1, RevisionID: 1, DeviceID0: 'CPU0', NumberOfCores0: 8, NumberOfLogicalProcessors0: 16 },
      { GroupID: 2, RevisionID: 1, DeviceID0: 'CPU1', NumberOfCores0: null, NumberOfLogicalProcessors0: null },
    ],
  },
  // 16: a laptop in a docking station.
  { more: { v_GS_SYSTEM_ENCLOSURE: [{ GroupID: 2, RevisionID: 9, ChassisTypes0: '12', SerialNumber0: 'DOCK-1' }] } },
  // 17: a client that was never scanned.
  { scan: null },
  undefined,
  // 19: programs, and a user of the console, of which an older revision is left.
  {
    more: {
      v_GS_ADD_REMOVE_PROGRAMS: [
        { GroupID: 9, RevisionID: 1, DisplayName0: 'Notepad++', Version0: '8.5', ProdID0: 'npp' },
        { GroupID: 9, RevisionID: 2, DisplayName0: 'Notepad++', Version0: '8.6', ProdID0: 'npp' },
      ],
      v_GS_ADD_REMOVE_PROGRAMS_64: [
        { GroupID: 9, RevisionID: 1, DisplayName0: 'PuTTY 0.80', Version0: '0.80', ProdID0: 'putty' },
      ],
      v_GS_INSTALLED_SOFTWARE: [{ GroupID: 1, RevisionID: 0, SoftwareCode0: 'mp0000' }],
      v_GS_SYSTEM_CONSOLE_USER: [{ GroupID: 1, RevisionID: 0, SystemConsoleUser0: 'EMEA\\former' }],
    },
  },
];
