import { catalogFormat } from './recorded-catalog.ts';

/** The JSON Schema of recorded catalogs, draft 7. */
export function catalogSchema(): Readonly<Record<string, unknown>> {
  const text = { type: 'string' };
  const closed = (properties: Readonly<Record<string, unknown>>, optional: Readonly<Record<string, unknown>> = {}) => ({
    type: 'object',
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
    additionalProperties: false,
  });
  const list = (items: unknown) => ({ type: 'array', items });
  const type = { enum: ['text', 'boolean', 'integer', 'decimal', 'date', 'instant', 'bytes'] };
  const columns = list(closed({ name: text, type, serverType: text }));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'What a source of Tributary was seen to have',
    ...closed(
      {
        tributaryCatalog: { const: catalogFormat },
        adapter: text,
        source: text,
        product: text,
        version: text,
        tables: list(closed({ schema: text, name: text, kind: { enum: ['table', 'view'] }, columns })),
        absent: list(text),
        datasets: list(closed({ name: text, leftOut: list(text), incomplete: list(text), columns })),
        missing: list(closed({ name: text, code: text, message: text })),
      },
      { $schema: text },
    ),
  };
}
