import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { adapters } from '../../../adapters/index.ts';
import { formatFault } from '../../../core/errors/errors.ts';
import { checkMappingFile } from '../../../core/mapping/check-mapping.ts';

/**
 * Each way of breaking a mapping is a file in check/, and beside it is what `check` says of it, with every place. They do not
 * end in .yaml, because formatters would mend them.
 */
const folder = join(import.meta.dirname, 'check');
const { signal } = new AbortController();

for (const name of readdirSync(folder).filter((each) => each.endsWith('.mapping'))) {
  test(`check ${name}`, async (t) => {
    const expected = join(folder, name.replace(/mapping$/, 'txt'));
    const { faults } = await checkMappingFile(join(folder, name), adapters, signal);
    const found = faults.map((fault) => `${formatFault(fault).replaceAll(join(folder, '/'), '')}\n`).join('');
    if (!existsSync(expected)) return t.fail(`There is no ${expected}. It would be:\n${found}`);
    t.is(found, readFileSync(expected, 'utf8'));
  });
}
