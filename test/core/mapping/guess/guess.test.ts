import test from 'ava';
import { expressionOf, guessColumns, guessOf, table } from './support.ts';

const many = <Value>(count: number, of: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => of(index));
const ids = many(4, (index) => `C-${index}`);
const names = many(4, (index) => `PC-000${index}`);

interface FieldCase {
  readonly column: string;
  readonly values: readonly (string | null)[];
  readonly field: string;
  readonly expression: string | undefined;
  readonly question?: RegExp;
}

const computerFields: readonly FieldCase[] = [
  {
    column: 'Serial No.',
    values: ['A1', 'A2'],
    field: 'serialNumber',
    expression: '[Serial No.] | trim | blankIfJunkSerial',
  },
  { column: 'Serial No.', values: ['A1', 'A2'], field: 'serialRaw', expression: '[Serial No.]' },
  {
    column: 'UUID',
    values: ['4c4c4544-0042-3510-8057-b4c04f4a5931'],
    field: 'uuid',
    expression: 'UUID | blankIfJunkUuid | uuid',
  },
  { column: 'UUID', values: ['none of these'], field: 'uuid', expression: 'UUID | trim' },
  { column: 'Funk', values: ['00-1a-2b-3c-4d-5e', '00-1a-2b-3c-4d-5f'], field: 'macs', expression: 'Funk | macs' },
  { column: 'Adr', values: ['10.0.0.1', '10.0.0.2, fe80::1'], field: 'ips', expression: 'Adr | ips' },
  { column: 'RAM (GB)', values: ['16', '32'], field: 'memoryBytes', expression: '[RAM (GB)] | bytes("GB")' },
  { column: 'RAM in MB', values: ['16384'], field: 'memoryBytes', expression: '[RAM in MB] | bytes("MB")' },
  { column: 'RAM', values: ['16 GB', '512 MB'], field: 'memoryBytes', expression: 'RAM | bytes' },
  {
    column: 'RAM (GB)',
    values: ['1,5', '16'],
    field: 'memoryBytes',
    expression: '[RAM (GB)] | bytes("GB", locale: "de")',
  },
  {
    column: 'RAM',
    values: ['16', '32'],
    field: 'memoryBytes',
    expression: 'RAM | bytes("GB")',
    question: /bytes, KB, MB or GB/,
  },
  {
    column: 'TotalPhysicalMemory0',
    values: ['8388608', '16777216'],
    field: 'memoryBytes',
    expression: 'TotalPhysicalMemory0 | bytes("KB")',
    question: /Read as KB/,
  },
  { column: 'Mémoire (Go)', values: ['16', '32'], field: 'memoryBytes', expression: '[Mémoire (Go)] | bytes("GB")' },
  { column: 'hw.cpu.cores', values: ['8'], field: 'cores', expression: '[hw.cpu.cores] | number' },
  {
    column: 'RAM',
    values: ['17179869184'],
    field: 'memoryBytes',
    expression: 'RAM | bytes',
  },
  {
    column: 'CPU Speed',
    values: ['2.4 GHz', '3.1 GHz'],
    field: 'clockMhz',
    expression: 'round(([CPU Speed] | number(ignore: "GHz MHz")) * 1000)',
  },
  {
    column: 'CPU Speed',
    values: ['2.4 GHz', '800 MHz'],
    field: 'clockMhz',
    expression: 'round(([CPU Speed] | number(ignore: "GHz MHz")) * 1000)',
    question: /in MHz and in GHz/,
  },
  {
    column: 'Clock Speed (MHz)',
    values: ['2400'],
    field: 'clockMhz',
    expression: '[Clock Speed (MHz)] | number | round',
  },
  {
    column: 'CPU Speed (GHz)',
    values: ['2,4', '3,1'],
    field: 'clockMhz',
    expression: 'round(([CPU Speed (GHz)] | number("de")) * 1000)',
  },
  { column: 'Cores', values: ['8', '0,25'], field: 'cores', expression: 'Cores | number("de")' },
  {
    column: 'Last seen',
    values: ['31.12.2024 10:00', '01.02.2024 11:00'],
    field: 'lastSeenAt',
    expression: '[Last seen] | instant("d.M.yyyy")',
    question: /time zone/,
  },
  {
    column: 'Last seen',
    values: ['12/31/2024', '1/2/2024'],
    field: 'lastSeenAt',
    expression: '[Last seen] | instant("M/d/yyyy")',
    question: /time zone/,
  },
  {
    column: 'Last seen',
    values: ['1/2/2024', '3/4/2024'],
    field: 'lastSeenAt',
    expression: '[Last seen] | instant("auto")',
    question: /is "1\/2\/2024" day or month first\?/,
  },
  {
    column: 'Last seen',
    values: ['13/1/2024', '1/13/2024'],
    field: 'lastSeenAt',
    expression: '[Last seen] | instant("auto")',
    question: /contradict/,
  },
  {
    column: 'Last seen',
    values: ['20241231', '20240101'],
    field: 'lastSeenAt',
    expression: '[Last seen] | instant("yyyyMMdd")',
    question: /time zone/,
  },
  {
    column: 'Last seen',
    values: ['07-Mar-24 10:15', '31-Dec-23 10:15'],
    field: 'lastSeenAt',
    expression: '[Last seen] | instant("d-MMM-yy")',
    question: /time zone/,
  },
  {
    column: 'Last seen',
    values: ['März 7, 2024', 'Oct 31, 2024'],
    field: 'lastSeenAt',
    expression: '[Last seen] | instant("MMM d, yyyy")',
    question: /time zone/,
  },
  { column: 'Last seen', values: ['2024-12-31T10:00:00Z'], field: 'lastSeenAt', expression: '[Last seen] | instant' },
  { column: 'Last seen', values: ['yesterday', 'never'], field: 'lastSeenAt', expression: undefined },
  { column: 'ComputerStatus', values: ['Active', 'obsolete'], field: 'status', expression: 'ComputerStatus | trim' },
  {
    column: 'ComputerStatus',
    values: ['aktiv', 'ausgemustert'],
    field: 'status',
    expression: 'ComputerStatus | trim | blankIf("") | lookup("ComputerStatus")',
  },
  {
    column: 'ComputerStatus',
    values: ['aktiv', 'lila'],
    field: 'status',
    expression: 'ComputerStatus | trim | blankIf("") | lookup("ComputerStatus")',
    question: /"lila"/,
  },
  { column: 'ComputerStatus', values: ['lila', 'rosa'], field: 'status', expression: undefined },
];

for (const { column, values, field, expression, question } of computerFields) {
  test(`a column ${column} with ${values.slice(0, 2).join(' and ')} gives ${field}: ${expression ?? 'nothing'}`, async (t) => {
    const guess = await guessColumns({
      'Computer ID': ids,
      Hostname: names,
      [column]: [...values, ...many(4 - values.length, () => null)],
    });
    t.is(guess.entity, 'Computer');
    t.is(expressionOf(guess, field), expression);
    if (question === undefined) t.deepEqual(guess.questions, []);
    else t.regex(guess.questions.join('\n'), question);
    t.is(guess.confident, question === undefined);
  });
}

test('the proof of a date order is said and stands beside the field', async (t) => {
  const days = many(28, (index) => `${String(index + 1).padStart(2, '0')}.01.2024`);
  const guess = await guessColumns({
    'Computer ID': many(28, String),
    Hostname: many(28, (index) => `PC-${index}`),
    Seen: many(28, () => 'x'),
    'Last seen': days,
  });
  const proof = 'day, month, year (16 values above 12 in first place)';
  t.true(
    guess.sentences.some((sentence) => sentence.startsWith('Last seen -> lastSeenAt') && sentence.includes(proof)),
  );
  t.true(guess.text.includes(`# ${proof}`));
});

test('all rows are read: a proof in the last one counts', async (t) => {
  const days = [...many(2500, (index) => `01.${String((index % 12) + 1).padStart(2, '0')}.2024`), '31.01.2024'];
  const guess = await guessColumns({
    'Computer ID': days.map((_, index) => String(index)),
    Hostname: days.map((_, index) => `PC-${index}`),
    'Last seen': days,
  });
  t.is(expressionOf(guess, 'lastSeenAt'), '[Last seen] | instant("d.M.yyyy")');
});

interface KeyCase {
  readonly title: string;
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
  readonly key: string;
  readonly asks: boolean;
}

const keys: readonly KeyCase[] = [
  { title: 'a known id', columns: { Hostname: names, ResourceID: ids }, key: 'ResourceID | trim', asks: false },
  {
    title: 'a column that looks like an id',
    columns: { Hostname: names, OS: names, 'Inv.-Nr.': ids },
    key: '[Inv.-Nr.] | trim',
    asks: false,
  },
  {
    title: 'a serial number that is unique and complete',
    columns: { Hostname: names, SerialNo: ids },
    key: 'SerialNo | trim',
    asks: false,
  },
  {
    title: 'no serial number with a placeholder',
    columns: { Hostname: names, SerialNo: ['1', '2', '3', 'To be filled by O.E.M.'] },
    key: 'Hostname | trim',
    asks: true,
  },
  {
    title: 'no serial number that repeats',
    columns: { Hostname: names, SerialNo: ['1', '2', '2', '3'] },
    key: 'Hostname | trim',
    asks: true,
  },
  {
    title: 'no serial number with gaps',
    columns: { Hostname: names, SerialNo: ['1', '2', null, '3'] },
    key: 'Hostname | trim',
    asks: true,
  },
];

for (const { title, columns, key, asks } of keys) {
  test(`${title} makes the key ${key}`, async (t) => {
    const guess = await guessColumns(columns);
    t.is(expressionOf(guess, 'key'), key);
    t.is(
      guess.questions.some((question) => question.startsWith('Key:')),
      asks,
    );
  });
}

test('a last user becomes a user of the computer', async (t) => {
  const guess = await guessColumns({
    'Computer ID': ids,
    Hostname: names,
    'Last user': many(4, (index) => `EMEA\\user${index}`),
  });
  t.regex(guess.text, /entity: User\n[\s\S]*account: +'?\[Last user\] \| accountOf/);
  t.regex(guess.text, /entity: ComputerUser\n[\s\S]*relation: +'"lastLoggedOn"'|relation: +"\\"lastLoggedOn\\""/);
  t.true(guess.questions.some((question) => question.startsWith('Last user:')));
});

test('evidence keeps its texts, and its computer is only named', async (t) => {
  const guess = await guessColumns({ Rechnername: names, Software: names, Version: ids, Hersteller: ids });
  t.is(guess.entity, 'InstallerEvidence');
  t.is(expressionOf(guess, 'name'), 'Software');
  t.is(expressionOf(guess, 'computer'), 'Rechnername | trim');
  t.regex(guess.text, /entity: Computer\n {4}as: computer\n {4}mode: lookup/);
});

test('an order line brings its order and its vendor', async (t) => {
  const guess = await guessColumns({
    Bestellnummer: ['4711', '4711', '4712', '4713'],
    Position: ['10', '20', '10', '10'],
    Artikelnummer: ids,
    Menge: ['1', '2', '3', '4'],
    Einzelpreis: ['1.234,50 €', '12,00 €', '3,99 €', '100,00 €'],
    Bestelldatum: ['31.01.2024', '31.01.2024', '01.02.2024', '02.02.2024'],
    Lieferant: ['Contoso', 'Contoso', 'Fabrikam', 'Contoso'],
  });
  t.is(guess.entity, 'PurchaseLine');
  t.is(expressionOf(guess, 'key'), 'concat(trim(Bestellnummer), "/", trim(Position))');
  t.is(expressionOf(guess, 'unitPrice'), 'Einzelpreis | number("de", ignore: "€")');
  t.is(expressionOf(guess, 'unitPriceCurrency'), '"EUR"');
  t.is(expressionOf(guess, 'orderedOn'), 'Bestelldatum | date("d.M.yyyy")');
  t.regex(guess.text, /entity: Vendor\n/);
});

test('an amount without a currency is left out, and asked about', async (t) => {
  const guess = await guessColumns({
    'PO Number': ids,
    Line: ['1', '2', '3', '4'],
    Quantity: ['1', '2', '3', '4'],
    'Unit Price': ['1.50', '2.50', '3.50', '4.50'],
  });
  t.is(expressionOf(guess, 'unitPrice'), undefined);
  t.true(guess.questions.some((question) => question.startsWith('Unit Price: in which currency')));
});

test('the status of another thing is none of the computer', async (t) => {
  const { text } = await guessColumns({
    Hostname: ['a', 'b'],
    RAM: ['16 GB', '8 GB'],
    'rack.status': ['active', 'active'],
  });
  t.regex(text, /# {3}\[rack\.status\]/);
});

test('columns that nothing uses are listed', async (t) => {
  const guess = await guessColumns({ 'Computer ID': ids, Hostname: names, Laune: ids, 'a\n# b': ids });
  t.true(guess.text.includes('# Not used:\n#   Laune\n#   [a\\u000a# b]\n'));
});

test('values that a field has no room for are said', async (t) => {
  const guess = await guessColumns({ 'Computer ID': ids, Hostname: names, Model: ['x'.repeat(300), 'y'] });
  t.true(
    guess.sentences.includes(
      'Model -> model (a known name); its longest value has 300 characters: the first 128 are kept',
    ),
  );
});

test('columns that tell nothing give no guess', async (t) => {
  t.is(await guessOf(await table(['foo', 'bar'], [['1', '2']])), undefined);
  t.is(await guessOf(await table(['Hostname', 'Serial'], [])), undefined);
});

test('completeness is additions: a guess never lets anything be taken for deleted', async (t) => {
  const guess = await guessColumns({ 'Computer ID': ids, Hostname: names, 'Last user': names });
  t.deepEqual(
    [...guess.text.matchAll(/^ {2}(\w+): (everything|perParent|additions|presence)$/gm)].map((found) => found[2]),
    ['additions', 'additions', 'additions'],
  );
});

test('a sheet of several is named', async (t) => {
  const { source, dataset } = await table(['Computer ID', 'Hostname'], [['1', 'PC-1']]);
  const other = { ...dataset, name: 'Other' };
  const guess = await guessOf({ source: { ...source, discover: async () => [dataset, other] }, dataset });
  t.true(guess?.text.includes('\n  dataset: "hosts.csv"\n'));
});
