import test from 'ava';
import { Options } from '../../../core/cli/command.ts';
import { adapterSettings } from '../../../core/cli/settings.ts';

test('--cells is an option of the source, and wins over --set', (t) => {
  t.deepEqual(adapterSettings(new Options({})), {});
  t.deepEqual(adapterSettings(new Options({ cells: 'displayed' })), { cells: 'displayed' });
  const both = new Options({
    set: ['source.cells=values', 'source.sheet=Data', 'source.dates=dmy'],
    cells: 'displayed',
  });
  t.deepEqual(adapterSettings(both), { cells: 'displayed', sheet: 'Data' });
});
