import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadMapping } from '../../core/mapping/load.ts';
import type { Mapping } from '../../core/mapping/mapping.ts';

/** The folder of the shipped mappings, and the paths of all files in it. */
export const root = join(import.meta.dirname, '../../mappings');

export function mappingFiles(): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

export function shippedMappings(): readonly Mapping[] {
  return mappingFiles().map((file) => loadMapping(join(root, file)));
}
