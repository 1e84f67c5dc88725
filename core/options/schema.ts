import type { Option, OptionSpec } from './option.ts';
import { secretPattern } from './secret.ts';

/** The JSON Schema of an object with these options, for editors. */
export function optionsSchema(spec: OptionSpec): Record<string, unknown> {
  const properties = Object.fromEntries(Object.entries(spec).map(([name, declared]) => [name, optionSchema(declared)]));
  return { type: 'object', properties };
}

function optionSchema(declared: Option): Record<string, unknown> {
  const description = { description: declared.summary };
  const fallback = 'default' in declared && declared.default !== undefined ? { default: declared.default } : {};
  switch (declared.kind) {
    case 'text':
      return { type: ['string', 'number'], ...description, ...fallback };
    case 'integer':
      return { type: 'integer', minimum: declared.minimum, maximum: declared.maximum, ...description, ...fallback };
    case 'choice':
      return { enum: [...declared.choices], ...description, ...fallback };
    case 'perColumn': {
      const choice = { enum: [...declared.choices] };
      return { anyOf: [choice, { type: 'object', additionalProperties: choice }], ...description, ...fallback };
    }
    case 'names': {
      const name = { type: 'string', minLength: 1 };
      const columns = { type: 'object', additionalProperties: name };
      const named = { type: 'object', properties: { name, columns }, required: ['name'], additionalProperties: false };
      return { type: 'object', additionalProperties: { anyOf: [name, named] }, ...description };
    }
    case 'boolean':
      return { type: 'boolean', ...description, ...fallback };
    case 'secret':
      return { type: 'string', pattern: secretPattern, ...description };
  }
}

/** A Markdown table of options, for generated pages. */
export function optionsTable(spec: OptionSpec): string {
  const rows = Object.entries(spec).map(([name, declared]) => {
    const fallback = 'default' in declared && declared.default !== undefined ? `\`${declared.default}\`` : '';
    return `| \`${name}\` | ${optionKind(declared)} | ${fallback} | ${declared.summary} |`;
  });
  return ['| Option | Kind | Default | What it says |', '|---|---|---|---|', ...rows].join('\n');
}

function optionKind(declared: Option): string {
  if (declared.kind === 'perColumn')
    return `${declared.choices.map((choice) => `\`${choice}\``).join(', ')}; or a map from columns to these`;
  if (declared.kind === 'names') return 'a map from names to others';
  if (declared.kind === 'choice') return declared.choices.map((choice) => `\`${choice}\``).join(', ');
  if (declared.kind === 'integer') return `${declared.minimum} to ${declared.maximum}`;
  return declared.kind === 'secret' ? '`env:NAME`, `file:PATH` or `credential:NAME`' : declared.kind;
}
