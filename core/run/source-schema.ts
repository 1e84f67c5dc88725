import type { Adapter } from '../adapter/contract.ts';
import type { OptionSpec } from '../options/option.ts';
import { optionsSchema } from '../options/schema.ts';
import { ownWords, reconcileDays } from './source-file.ts';

/** The JSON Schema of source files, draft 7: their own words, and the options of these adapters. */
export function sourceSchema(
  adapters: readonly { readonly name: Adapter['name']; readonly options: OptionSpec }[],
): Readonly<Record<string, unknown>> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A source of Tributary',
    type: 'object',
    properties: {
      source: { type: 'string', description: 'What the source is called in packages and messages.' },
      adapter: { enum: adapters.map(({ name }) => name), description: 'The kind of source.' },
      zone: { type: 'string', description: 'The time zone of times that have none, such as Europe/Berlin or UTC.' },
      incremental: {
        type: 'object',
        description: 'Runs read what has changed since the last one, and everything again after so many days.',
        properties: { reconcileDays: { type: 'integer', ...reconcileDays } },
        additionalProperties: false,
      },
    },
    required: ['adapter'],
    allOf: adapters.map(({ name, options }) => ({
      if: { properties: { adapter: { const: name } }, required: ['adapter'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema.
      then: {
        ...optionsSchema(options),
        propertyNames: { enum: [...new Set([...ownWords, ...Object.keys(options)])] },
      },
    })),
  };
}
