import type { Entity, Field } from './define.ts';

/** Keys of records: their text for comparison, and a 64-bit digest of it for the merge on disk. */

/** What takes part in a comparison of this value: natural texts without case and trailing blanks, others as they are. */
export function foldKeyPart(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return 'compare' in field && field.compare === 'natural' ? foldNatural(text) : text;
}

export function foldNatural(text: string): string {
  return text.trimEnd().toLowerCase();
}

/** The text by which records of an entity are compared. Parts of a compound key are joined by U+0001, which no cell keeps. */
export function keyText(entity: Entity, record: Readonly<Record<string, unknown>>): string {
  if (entity.key.length === 1) return foldKeyPart(entity.fields[entity.key[0]], record[entity.key[0]]);
  return entity.key.map((name) => foldKeyPart(entity.fields[name], record[name])).join('\u0001');
}

/** The text by which a reference to this entity is compared with its key. */
export function referenceText(target: Entity, value: string): string {
  return foldKeyPart(target.fields[target.key[0]], value);
}

/** Writes a 64-bit digest of a text as two unsigned 32-bit numbers to `into[at]` and `into[at + 1]`. Equal digests are compared by their texts. */
export function digestKey(text: string, into: Uint32Array, at: number): void {
  let low = 0x9e3779b9 ^ text.length;
  let high = 0x85ebca6b ^ text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    high = Math.imul(high ^ unit, 0x1b873593);
    low ^= low >>> 15;
    high = (high << 13) | (high >>> 19);
  }
  low = Math.imul(low ^ (high >>> 16), 0x2c1b3c6d);
  high = Math.imul(high ^ (low >>> 13), 0x297a2d39);
  into[at] = (low ^ (low >>> 15)) >>> 0;
  into[at + 1] = (high ^ (high >>> 16) ^ low) >>> 0;
}
