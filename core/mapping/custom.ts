import { type Field, field } from '../model/define.ts';
import type { customTypes } from './format/mapping-shape.ts';

/** The declaration of a field of the author's own. */
export function customField(type: (typeof customTypes)[number], name: string): Field {
  const summary = `The custom field ${name}.`;
  switch (type) {
    case 'text':
      return field.text(4000, summary);
    case 'integer':
      return field.integer(summary, { minimum: -9223372036854775808n });
    default:
      return field[type](summary);
  }
}
