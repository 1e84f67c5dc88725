import { smallDatabase } from '../../test/adapters/mssql/small-database.ts';
import { type Answer, columns, type Step } from '../../test/adapters/mssql/tds-stand-in/script.ts';
import { type StandIn, startStandIn } from '../../test/adapters/mssql/tds-stand-in/stand-in.ts';
import { rowToken } from '../../test/adapters/mssql/tds-stand-in/tokens.ts';
import { standInType as type } from '../../test/adapters/mssql/tds-stand-in/types.ts';

/** The stand-in for SQL Server with a table of many hosts: its bytes are made once, but for the key, so that it is quicker than who reads. */

const described = [
  { name: 'id', type: type.int, serverType: 'int' },
  { name: 'name', type: type.nvarchar(80), serverType: 'nvarchar(80)' },
  { name: 'serial', type: type.nvarchar(20), serverType: 'nvarchar(20)' },
  { name: 'os', type: type.nvarchar(80), serverType: 'nvarchar(80)' },
  { name: 'memory', type: type.bigint, serverType: 'bigint' },
  { name: 'cores', type: type.int, serverType: 'int' },
  { name: 'domain', type: type.nvarchar(20), serverType: 'nvarchar(20)' },
  { name: 'site', type: type.nvarchar(80), serverType: 'nvarchar(80)' },
  { name: 'scanned', type: type.datetimeoffset(0), serverType: 'datetimeoffset(0)' },
  { name: 'cost', type: type.decimal(10, 2), serverType: 'decimal(10,2)' },
];
const blockRows = 1000;
const firstId = 16_777_220;

export function tdsHosts(rows: number): Promise<StandIn> {
  const small = smallDatabase([{ name: 'hosts', columns: described, rows: () => [] }]);
  const block = hostsBlock();
  const answer: Answer = (statement) =>
    !statement.text.includes('describe') && /FROM hosts\b/.test(statement.text) ? hosts(rows, block) : small(statement);
  return startStandIn({ answer });
}

interface Block {
  readonly bytes: Buffer;
  /** Where the key of each row stands. */
  readonly keys: readonly number[];
}

function hostsBlock(): Block {
  const keys: number[] = [];
  const pieces: Buffer[] = [];
  let at = 0;
  for (let row = 0; row < blockRows; row++) {
    const values = [
      0x7bcdef01,
      `pc-${String(row).padStart(8, '0')}.emea.example`,
      `SN${String(row * 7919).padStart(10, '0')}`,
      `Microsoft Windows 11 Enterprise ${row % 7}`,
      String(8192 << (row % 4)),
      2 + (row % 14),
      `EMEA${row % 9}`,
      `Site number ${row % 300} in Europe`,
      `${row} 740000 0`,
      String((row % 10_000) * 1),
    ];
    const bytes = rowToken(described, values);
    const key = bytes.indexOf(Buffer.from([0x01, 0xef, 0xcd, 0x7b]));
    if (key < 0) throw new Error('The key is not where it should be.');
    keys.push(at + key);
    pieces.push(bytes);
    at += bytes.length;
  }
  return { bytes: Buffer.concat(pieces), keys };
}

function* hosts(rows: number, { bytes, keys }: Block): Generator<Step> {
  yield columns(...described);
  for (let first = 0; first < rows; first += blockRows) {
    const count = Math.min(blockRows, rows - first);
    const copy = Buffer.from(count < blockRows ? bytes.subarray(0, endOf(keys, count, bytes)) : bytes);
    for (let row = 0; row < count; row++) copy.writeInt32LE(firstId + first + row, keys[row]);
    yield { step: 'bytes', bytes: copy, rows: count };
  }
}

/** Where a row ends: where the token of the next one begins. */
function endOf(keys: readonly number[], count: number, bytes: Buffer): number {
  return count < keys.length ? keys[count] - (keys[0] ?? 0) : bytes.length;
}
