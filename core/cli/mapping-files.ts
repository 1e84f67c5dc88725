import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, configError } from '../errors/errors.ts';

/** Files as they are, folders by the mappings in them. */
export function mappingFiles(paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((path) => {
    if (!existsSync(path))
      throw new ConfigError([
        { code: 'mapping/unreadable', message: 'There is no such file or folder.', place: { file: path } },
      ]);
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
    return names.sort().map((name) => join(path, name));
  });
  if (files.length === 0) throw configError('mapping/unreadable', `There is no mapping in ${paths.join(', ')}.`);
  return files;
}

/** The mappings that come with Tributary: beside the folder of the built files, or of the sources, in which this one lies deeper. */
export function shippedFolder(): string | undefined {
  const folders = ['../mappings', '../../mappings'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return folders.find((each) => existsSync(each));
}
