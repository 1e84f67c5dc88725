import { configError } from '../errors/errors.ts';
import { didYouMean } from '../errors/suggest.ts';
import type { Dataset } from './contract.ts';
import { printable } from './printable.ts';

/**
 * The dataset of this name; where none is written so, the only one whose name differs by case or blanks alone.
 * @throws ConfigError `source/unknown-dataset`, naming those that are there.
 */
export function findDataset<Found extends Pick<Dataset, 'name'>>(
  datasets: readonly Found[],
  name: string,
  source: string,
): Found {
  const found = datasets.find((dataset) => dataset.name === name);
  if (found !== undefined) return found;
  const alike = datasets.filter((dataset) => folded(dataset.name) === folded(name));
  if (alike.length === 1) return alike[0];
  const names = datasets.map((dataset) => dataset.name);
  const listed = names.slice(0, 20).map((each) => JSON.stringify(printable(each)));
  const more = names.length > listed.length ? `, and ${names.length - listed.length} more` : '';
  throw configError(
    'source/unknown-dataset',
    `There is no dataset ${JSON.stringify(printable(name))}; there is ${listed.join(', ')}${more}.${didYouMean(name, names)}`,
    { place: { file: source } },
  );
}

function folded(name: string): string {
  return printable(name).trim().replace(/\s+/gu, ' ').toLowerCase();
}
