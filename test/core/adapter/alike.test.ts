import test from 'ava';
import { likeness, mostAlike } from '../../../core/adapter/alike.ts';

for (const [name, other] of [
  ['Netbios_Name0', 'NetBios_Name0'],
  ['Netbios_Name0', 'Netbios_Name00'],
  ['v_GS_PROCESSOR', 'v_GS_PROCESSOR2'],
  ['v_GS_PROCESSOR', 'v_GS_PROCESSORS'],
  ['v_GS_PROCESSOR', 'custom_v_GS_PROCESSOR'],
  ['v_GS_PROCESSOR', 'vGsProcessor'],
  ['SerialNumber0', 'SerialNumbr0'],
] as const)
  test(`${other} may stand for ${name}`, (t) => t.true(likeness(name, other) > 0));

for (const [name, other] of [
  ['v_GS_PROCESSOR', 'v_HS_PROCESSOR'],
  ['v_R_System', 'v_RA_System'],
  ['Name0', 'Size0'],
  ['v_GS_DISK', 'v_GS_MEMORY'],
] as const)
  test(`${other} is another thing than ${name}`, (t) => t.is(likeness(name, other), 0));

test('the likeliest comes first', (t) => {
  const names = ['v_GS_PROCESSOR_ARCHIVE', 'v_gs_processor', 'v_GS_DISK', 'v_GS_PROCESSOR2'];
  t.deepEqual(
    mostAlike('v_GS_PROCESSOR', names, (each) => each).map(([each]) => each),
    ['v_gs_processor', 'v_GS_PROCESSOR2', 'v_GS_PROCESSOR_ARCHIVE'],
  );
});
