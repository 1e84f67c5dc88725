import { type TypedCell, typedCell } from '../../../core/adapter/batch.ts';
import { canonicalNumber } from '../values/number-text.ts';
import { clockOfDuration } from './duration.ts';

/** A text that is shown with something around it has an attribute beside; one with line ends is better kept in paragraphs. */
export function typedText(attribute: string, paragraphs: string): string {
  const isSame = attribute.replace(/\s+/g, ' ') === paragraphs.replace(/\s+/g, ' ');
  return attribute === '' || isSame ? paragraphs : attribute;
}

/** LibreOffice keeps the truth values of formulas as numbers, and shows them as what they are. */
export function isTruth(value: string | undefined, shown: string): boolean {
  return (value === '1' && shown === 'TRUE') || (value === '0' && shown === 'FALSE');
}

export function typedAs(type: string): TypedCell | undefined {
  if (type === 'date') return typedCell.moment;
  return type === 'float' || type === 'percentage' || type === 'currency' ? typedCell.number : undefined;
}

export function valueText(type: string, value: string): string {
  switch (type) {
    case 'boolean':
      return value.toUpperCase();
    case 'date':
      return value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
    case 'time':
      return clockOfDuration(value);
    default:
      return canonicalNumber(value);
  }
}
