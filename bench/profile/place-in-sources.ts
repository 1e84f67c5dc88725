import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A line of a file that a profile names, as a place in the sources. */
export interface PlaceInSources {
  /** From the root and without its ending; of what is not the product's, the address as it is. */
  readonly file: string;
  readonly line: number;
}

/** Where a function stands in the sources: a built file says above the code of each module which one it was. */
export function placeInSources(url: string, line: number): PlaceInSources {
  const own = /\/((?:core|adapters)\/.*|bin\/tributary)\.[jt]s$/.exec(url);
  if (own !== null) return { file: own[1], line };
  const built = /^file:.*\/dist\/[^/]+\.js$/.test(url)
    ? modulesOf(url).findLast((module) => module.begin < line)
    : undefined;
  if (built !== undefined) return { file: built.file, line: line - built.begin };
  return { file: /\/node_modules\/(.*)$/.exec(url)?.[1] ?? url, line };
}

interface Module {
  readonly file: string;
  /** The line that names it. */
  readonly begin: number;
}

const known = new Map<string, readonly Module[]>();

function modulesOf(url: string): readonly Module[] {
  const found = known.get(url) ?? readModules(url);
  known.set(url, found);
  return found;
}

function readModules(url: string): readonly Module[] {
  const lines = readFileSync(fileURLToPath(url), 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    const file = /^\/\/ ((?:core|adapters)\/\S*)\.ts$/.exec(text)?.[1];
    return file === undefined ? [] : [{ file, begin: index + 1 }];
  });
}
