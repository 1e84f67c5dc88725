import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The mappings that come with Tributary: beside the folder of the built files, or of the sources, in which this one lies deeper. */
export function shippedFolder(): string | undefined {
  const folders = ['../mappings', '../../mappings'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((each) => existsSync(each));
}
