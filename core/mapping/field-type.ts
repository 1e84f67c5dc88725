import type { Field } from '../model/define.ts';
import type { Type } from './functions/value.ts';
import type { TypeName } from './language/convert.ts';

/** Which values of the language a field takes. */

/**
 * Text is taken by most fields in canonical form, a number by text too; otherwise the types must agree. How a date or a time is
 * written differs from file to file, so a text becomes one by a function, unless it is written out in the mapping.
 */
export function fits(type: TypeName, field: Field, writtenOut: boolean): boolean {
  if (type === 'null') return true;
  const wanted = fieldType(field);
  if (type === 'text' && (wanted === 'date' || wanted === 'instant')) return writtenOut;
  if (wanted === 'list') return type === 'list' || type === 'text';
  return type === wanted || type === 'text' || (wanted === 'text' && type === 'number');
}

export function fieldType(field: Field): Type {
  switch (field.type) {
    case 'integer':
    case 'decimal':
    case 'money':
      return 'number';
    case 'choice':
    case 'reference':
      return 'text';
    default:
      return field.type;
  }
}

/** A function that brings a value of this type into the field, as a sentence. */
export function conversion(type: TypeName, field: Field): string {
  if (field.type === 'date' && type === 'instant') return ' dayOf() gives the day of an instant in a zone.';
  if (field.type === 'instant' && type === 'date')
    return ' A day is no point in time: instant() reads one from a text.';
  if (type === 'text') return ` ${field.type}() reads one from a text.`;
  return type === 'list' ? ' first() takes one element, join() makes a text of all.' : '';
}
