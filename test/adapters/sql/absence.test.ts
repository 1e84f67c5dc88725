import test from 'ava';
import { lacking } from '../../../adapters/sql/absence.ts';

test('of a view that is missing the database is named, which may be another one than was meant', (t) => {
  const error = lacking({ kind: 'absent', code: 'sql/missing-object', missing: ['v_R_System'] }, [], 'emea', 'master');
  t.regex(error.message, /the view v_R_System in the database master, which is not there/);
});

test('each proposal stands on lines of its own', (t) => {
  const proposal = (found: string) => ({
    missing: 'v_GS_PROCESSOR',
    found,
    lacks: [],
    change: `views: { v_GS_PROCESSOR: ${found} }`,
  });
  const missing = { kind: 'absent', code: 'sql/missing-object', missing: ['v_GS_PROCESSOR'] } as const;
  const error = lacking(missing, [proposal('a.cpu'), proposal('b.cpu')], 'emea', 'site');
  t.regex(error.message, /views: \{ v_GS_PROCESSOR: a\.cpu \}\n\s*b\.cpu looks like it/);
});
