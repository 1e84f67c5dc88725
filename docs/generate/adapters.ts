import type { Adapter } from '../../core/adapter/contract.ts';

/** The list of adapters in README.md. */
export function adapterList(adapters: readonly Pick<Adapter, 'name' | 'summary'>[]): string {
  const rows = adapters.map(({ name, summary }) => `| [${name}](adapters/${name}/README.md) | ${summary} |`);
  return ['| Adapter | What it reads |', '|---|---|', ...rows].join('\n');
}
