import { readFileSync } from 'node:fs';
import { adapters } from '../../adapters/index.ts';
import { mappingSchema } from '../../core/mapping/format/schema.ts';
import { optionsTable } from '../../core/options/schema.ts';
import { catalogSchema } from '../../core/run/catalog-schema.ts';
import { sourceSchema } from '../../core/run/source-schema.ts';
import { adapterList } from './adapters.ts';
import { commandsPage } from './commands.ts';
import { errorsPage } from './errors.ts';
import { fillIn } from './fill-in.ts';
import { formatsPage } from './formats.ts';
import { functionsPage } from './functions.ts';
import { limitsTable } from './limits.ts';
import { mappingReference } from './mapping.ts';
import { modelPage } from './model.ts';

export interface Page {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** Every file of which all or a part is written from declarations. */
export async function pages(root: URL): Promise<readonly Page[]> {
  const all = (await Promise.all(Object.values(adapters).map((load) => load()))).map((each) => each.default);
  const filled = (path: string, name: string, content: string): Page => {
    return { path, text: fillIn(readFileSync(new URL(path, root), 'utf8'), name, content) };
  };
  return [
    { path: 'docs/model.md', text: modelPage() },
    { path: 'docs/functions.md', text: functionsPage() },
    { path: 'docs/errors.md', text: errorsPage() },
    { path: 'docs/commands.md', text: commandsPage() },
    { path: 'docs/formats.md', text: formatsPage() },
    { path: 'mappings/mapping.schema.json', text: `${JSON.stringify(mappingSchema(all), undefined, 1)}\n` },
    { path: 'mappings/source.schema.json', text: `${JSON.stringify(sourceSchema(all), undefined, 1)}\n` },
    { path: 'mappings/catalog.schema.json', text: `${JSON.stringify(catalogSchema(), undefined, 1)}\n` },
    filled('docs/mapping.md', 'properties', mappingReference()),
    filled('README.md', 'adapters', adapterList(all)),
    filled('docs/limits.md', 'limits', limitsTable()),
    ...all.map(({ name, options }) => filled(`adapters/${name}/README.md`, 'options', optionsTable(options))),
  ];
}
