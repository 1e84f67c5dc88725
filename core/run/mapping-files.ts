import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError, configError } from '../errors/errors.ts';
import { namePattern } from '../mapping/format/mapping-shape.ts';

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

/**
 * What the packages of several mappings are called: what was said, or the name of their folder. Undefined for one file, whose
 * mapping has a name.
 * @throws ConfigError if there is no name for them.
 */
export function togetherName(paths: readonly string[], stated: string | undefined): string | undefined {
  const [path] = paths;
  if (paths.length === 1 && stated === undefined && !statSync(path, { throwIfNoEntry: false })?.isDirectory())
    return undefined;
  const name = stated ?? (paths.length === 1 ? basename(resolve(path)) : undefined);
  if (name !== undefined && namePattern.test(name)) return name;
  const found =
    name === undefined
      ? 'Several mappings have no name of their own'
      : `${JSON.stringify(name)} is no name for a package`;
  throw configError(
    'cli/usage',
    `${found}: say what their packages are called, in lower case as a mapping is, such as --name inventory. Runs of one name are compared with each other.`,
  );
}
