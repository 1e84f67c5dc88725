import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const schema: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../mappings/mapping.schema.json', import.meta.url), 'utf8'),
);
const check = new Ajv({ allErrors: true, strict: false }).compile(schema);

/** What mappings/mapping.schema.json finds wrong in a document, as `place: fault`. */
export function validate(document: unknown): readonly string[] {
  check(document);
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`,
  );
}
