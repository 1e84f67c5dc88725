import { formatFault } from '../../errors/errors.ts';
import { loadMapping } from '../../mapping/load.ts';
import { testMapping } from '../../mapping/run-tests.ts';
import { mappingFiles } from '../../run/mapping-files.ts';
import type { Call } from '../command.ts';
import { exitCodes } from '../exit.ts';

/** `tributary test`: the tests inside mappings, with names and differences. */
export async function run({ args, signal, json, print, say }: Call): Promise<number> {
  const files = mappingFiles(args.length > 0 ? args : ['mappings']);
  const results: {
    readonly file: string;
    readonly name: string;
    readonly passed: boolean;
    readonly differences: readonly string[];
  }[] = [];
  for (const file of files) {
    const mapping = loadMapping(file);
    if (mapping.tests.length === 0)
      say(formatFault({ code: 'mapping/no-tests', message: 'It has no tests.', place: { file } }));
    for (const { name, passed, differences } of await testMapping(mapping, signal))
      results.push({ file, name, passed, differences });
  }
  const failed = results.filter(({ passed }) => !passed).length;
  if (json) print(JSON.stringify({ status: failed === 0 ? 'passed' : 'failed', tests: results }, undefined, 2));
  else {
    for (const { file, name, passed, differences } of results) {
      print(`${passed ? 'ok  ' : 'FAIL'}  ${file}: ${name}`);
      for (const difference of differences) print(`        ${difference}`);
    }
  }
  say(`${results.length - failed} passed, ${failed} failed.`);
  return failed === 0 ? exitCodes.ok : exitCodes.testFailed;
}
