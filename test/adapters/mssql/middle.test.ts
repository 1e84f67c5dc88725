import test, { type ExecutionContext } from 'ava';
import mssql from '../../../adapters/mssql/adapter.ts';
import { openPackage } from '../../../core/index.ts';
import { callHere } from '../../support/call.ts';
import { tributary } from '../../support/cli.ts';
import { makeSite } from '../sql/site.ts';
import { smallDatabase } from './small-database.ts';
import { standIn } from './support.ts';
import type { Statement } from './tds-stand-in/requests.ts';
import { type Answer, columns, cut, error, row, type Step, wait } from './tds-stand-in/script.ts';
import { standInType as type } from './tds-stand-in/types.ts';

/** Faults of a server in the middle of its rows, from the socket to the package. */

const rows = 5000;
const described = [
  { name: 'id', type: type.int, serverType: 'int' },
  { name: 'name', type: type.nvarchar(50), serverType: 'nvarchar(50)' },
];
const mapping = `
mapping: site/hosts
source: { adapter: mssql, dataset: hosts }
completeness: { Computer: everything }
records: [{ entity: Computer, key: id, fields: { name: name } }]
`;
const keyed = '-- key: id, immutable\nSELECT id, name FROM hosts';
const unkeyed = 'SELECT id, name FROM hosts';

/** A server of a table `hosts`; `fault` may come before a row, of which it is given the number and how often the table was asked for. */
function server(fault: (id: number, asked: number) => readonly Step[], has = described): Answer {
  let asked = 0;
  const others = smallDatabase([]);
  const [afterIt, upToIt] = [/q\.\[id\] > @p(\d)/, /q\.\[id\] <= @p(\d)/];
  return (statement) => {
    const { text } = statement;
    if (text.includes('dm_exec_describe_first_result_set')) return describedAs(has);
    if (!text.includes('FROM hosts')) return others(statement);
    const border = (pattern: RegExp, otherwise: number) => {
      const [, number] = pattern.exec(text) ?? [];
      return number === undefined ? otherwise : Number(statement.parameters.get(`p${number}`));
    };
    const [after, upTo] = [border(afterIt, 0), Math.min(rows, border(upToIt, rows))];
    if (text.includes('smallest')) return smallest(after, upTo);
    asked++;
    return content(after, upTo, (id) => fault(id, asked));
  };
}

function* describedAs(has: typeof described): Generator<Step> {
  const texts = ['name', 'system_type_name'].map((name) => ({ name, type: type.nvarchar(256) }));
  const numbers = { name: 'error_number', type: type.int };
  yield columns(...texts, { name: 'is_nullable', type: type.bit }, numbers, { ...texts[0], name: 'error_message' });
  for (const { name, serverType } of has) yield row(name, serverType, true, null, null);
}

function* smallest(after: number, upTo: number): Generator<Step> {
  yield columns({ name: 'smallest', type: type.int }, { name: 'largest', type: type.int });
  yield after < upTo ? row(after + 1, upTo) : row(null, null);
}

function* content(after: number, upTo: number, fault: (id: number) => readonly Step[]): Generator<Step> {
  yield columns(...described);
  for (let id = after + 1; id <= upTo; id++) {
    const steps = fault(id);
    yield* steps;
    if (steps.some(({ step }) => step === 'error' || step === 'cut')) return;
    yield row(id, `pc-${id}`);
  }
}

process.env.MSSQL_MIDDLE_PASSWORD ??= 'right';

async function site(t: ExecutionContext, answer: Answer, query: string, options = '') {
  const { port, sessions, statements } = await standIn(t, { answer });
  const made = makeSite(t, {
    'queries/hosts.sql': query,
    'hosts.yaml': mapping,
    'emea.yaml': `source: emea\nadapter: mssql\nserver: 127.0.0.1\nport: ${port}\nencrypt: 'off'\nuser: reader\npassword: env:MSSQL_MIDDLE_PASSWORD\nqueries: queries\nretrySeconds: 0\n${options}`,
  });
  const words = ['run', made.at('hosts.yaml'), '--source', made.at('emea.yaml'), '--spool', made.at('spool'), '--json'];
  const call = () => callHere(words, { mssql: async () => ({ default: mssql }) as never });
  const asked = (): readonly Statement[] => statements.filter(({ text }) => /^(?!.*describe).*FROM hosts/s.test(text));
  return { made, words, sessions, asked, call };
}

const once = (id: number, asked: number, fault: Step): readonly Step[] => (id === 3210 && asked === 1 ? [fault] : []);
const faults: readonly (readonly [name: string, code: string, fault: Step])[] = [
  ['a connection that is cut', 'sql/dropped', cut],
  ['the victim of a deadlock', 'sql/deadlock', error(1205, 'Transaction (Process ID 52) was deadlocked.')],
  ['a session that is killed', 'sql/killed', error(596, 'The session is in the kill state.')],
  ['a lock that is not given', 'sql/timeout', error(1222, 'Lock request time out period exceeded.')],
];
for (const [name, code, fault] of faults)
  for (const [how, query, reads] of [
    ['goes on behind the last key', keyed, 'q.[id] > @p1'],
    ['starts again', unkeyed, 'SELECT id, name FROM hosts'],
  ] as const)
    test(`${name}: the dataset ${how}, and all rows are in the package`, async (t) => {
      const { call, asked } = await site(
        t,
        server((id, nth) => once(id, nth, fault)),
        query,
      );
      const { exitCode, printed, said } = await call();
      t.is(exitCode, 0, said);
      t.like(JSON.parse(printed).ledger, { read: rows, mapped: rows });
      t.regex(said, new RegExp(`emea/hosts: ${code}; `));
      t.is(asked().length, 2);
      t.true(asked()[1].text.includes(reads));
    });

test('a connection that is cut each time publishes nothing', async (t) => {
  const answer = server((id) => (id === 3210 ? [cut] : []));
  const { call, asked } = await site(t, answer, keyed, 'retries: 2\n');
  const { exitCode, said } = await call();
  t.is(exitCode, 3);
  t.regex(said, /sql\/dropped/);
  t.is(asked().length, 3);
});

test('a row whose value the server can not convert is rejected by its key, the others come', async (t) => {
  const fault = error(8115, 'Arithmetic overflow error converting numeric to data type numeric.');
  const { call } = await site(
    t,
    server((id) => (id === 3210 ? [fault] : [])),
    keyed,
  );
  const { exitCode, printed, said } = await call();
  t.is(exitCode, 0, said);
  const result = JSON.parse(printed);
  t.like(result.ledger, { read: rows, mapped: rows - 1, rejected: 1 });
  const opened = await openPackage(result.package.path);
  t.teardown(opened.close);
  t.deepEqual(await Array.fromAsync(opened.present()), [{ entity: 'Computer', key: { key: '3210' } }]);
});

test('tables that change before it is read again end the run: nothing is published', async (t) => {
  for (const query of [keyed, unkeyed]) {
    const has = [...described];
    const answer = server((id, asked) => {
      if (id === 3210) has[1] = { name: 'name', type: type.int, serverType: 'int' };
      return once(id, asked, cut);
    }, has);
    const { call } = await site(t, answer, query);
    const { exitCode, said } = await call();
    t.is(exitCode, 3);
    t.regex(said, /emea\/hosts {2}sql\/schema-changed[\s\S]*name \(nvarchar\(50\)\) is now name \(int\)/);
  }
});

test('an interrupt in the middle ends with 130, and no session is left', async (t) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const answer = server((id) => {
    if (id !== 3210) return [];
    resolve();
    return [wait(60_000)];
  });
  const { words, sessions } = await site(t, answer, unkeyed);
  const { exitCode, stdout } = await tributary(words, { interruptOn: promise });
  t.is(exitCode, 130, stdout);
  t.is(sessions(), 0);
});
