import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'ava';

test('closures run where a host forbids code generation', (t) => {
  const program = join(import.meta.dirname, 'no-code.ts');
  const flags = ['--disable-warning=ExperimentalWarning', '--disallow-code-generation-from-strings'];
  const line = execFileSync(process.execPath, [...flags, program], { encoding: 'utf8' });
  // Slots are in the order in which columns are first read.
  t.is(line, '{"key":"1","name":"PC"}');
});
