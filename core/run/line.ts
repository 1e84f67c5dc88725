import type { Written } from '../mapping/compile/record.ts';
import type { RecordProgram } from '../mapping/program.ts';
import { jsonText } from '../model/serialize.ts';
import { Cut } from '../model/validate.ts';
import type { EntityPlan } from './plan.ts';

/** Compiles a record into the function that writes its line: fields in the order of the model, those left out absent. */
export function lineWriter(
  { rule, fields }: RecordProgram,
  { modes }: EntityPlan,
): (out: readonly Written[]) => string {
  const properties = fields.map(({ rule: { name, custom }, field }, at) => ({
    at,
    prefix: `${JSON.stringify(name)}:`,
    text: jsonText(field),
    custom: custom !== undefined,
  }));
  const own = properties.filter(({ custom }) => !custom);
  const customs = properties.filter(({ custom }) => custom);
  const mode = modes.some((each) => each !== 'upsert') ? `"mode":"${rule.mode}"` : '';
  if (customs.length === 0) return (out) => `{${join(own, out, mode)}}`;
  return (out) => {
    const inner = join(customs, out, '');
    const start = join(own, out, mode);
    return inner === '' ? `{${start}}` : `{${start}${start === '' ? '' : ','}"custom":{${inner}}}`;
  };
}

interface PropertyWriter {
  readonly at: number;
  readonly prefix: string;
  readonly text: ReturnType<typeof jsonText>;
}

function join(properties: readonly PropertyWriter[], out: readonly Written[], start: string): string {
  let line = start;
  for (const { at, prefix, text } of properties) {
    const value = out[at];
    if (value === undefined || value instanceof Cut) continue;
    line += line === '' ? prefix + text(value) : `,${prefix}${text(value)}`;
  }
  return line;
}
