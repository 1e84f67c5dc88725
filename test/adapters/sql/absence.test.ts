import test from 'ava';
import { lacking } from '../../../adapters/sql/absence.ts';

test('of a view that is missing the database is named, which may be another one than was meant', (t) => {
  const error = lacking({ kind: 'absent', code: 'sql/missing-object', missing: ['v_R_System'] }, [], 'emea', 'master');
  t.regex(error.message, /the view v_R_System in the database master, which is not there/);
});
