import { readFileSync } from 'node:fs';
import { placeInSources } from './place-in-sources.ts';
import { stageOf } from './stages.ts';

/** What a thread did, as Node's sampling profiler saw it. */
export interface ThreadTime {
  /** Milliseconds of each stage. */
  readonly stages: ReadonlyMap<string, number>;
  /** Milliseconds of each function itself, with its stage. */
  readonly functions: ReadonlyMap<string, number>;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Reads a profile. A sample counts for the stage of the innermost function that has one: zlib that a block calls compresses. */
export function threadTime(path: string): ThreadTime {
  const profile: CpuProfile = JSON.parse(readFileSync(path, 'utf8'));
  const known = placeNodes(profile.nodes);
  const stages = new Map<string, number>();
  const functions = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const { stage, name } = known.get(id) ?? unknownPlace;
    const milliseconds = (profile.timeDeltas[index] ?? 0) / 1000;
    stages.set(stage, (stages.get(stage) ?? 0) + milliseconds);
    functions.set(`${stage}: ${name}`, (functions.get(`${stage}: ${name}`) ?? 0) + milliseconds);
  });
  return { stages, functions };
}

interface Place {
  readonly stage: string;
  readonly name: string;
}

const unknownPlace: Place = { stage: 'other', name: '(unknown)' };

/** The stage and the name of each node, from the root down. */
function placeNodes(nodes: readonly ProfileNode[]): ReadonlyMap<number, Place> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const places = new Map<number, Place>();
  const waiting = nodes.slice(0, 1).map((node) => ({ node, above: { stage: 'other', name: '' } }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, above } = next;
    const place = { stage: stageOfNode(node, above.stage), name: nameOf(node, above.name) };
    places.set(node.id, place);
    for (const child of node.children ?? []) {
      const found = byId.get(child);
      if (found !== undefined) waiting.push({ node: found, above: place });
    }
  }
  return places;
}

const special = new Map([
  ['(garbage collector)', 'collect garbage'],
  ['(idle)', 'wait'],
  ['(program)', 'native'],
]);

function stageOfNode({ callFrame }: ProfileNode, above: string): string {
  const { functionName, url, lineNumber } = callFrame;
  const alone = special.get(functionName);
  if (alone !== undefined) return alone;
  // Whatever runs while a module is loaded is a part of the start, wherever the module belongs.
  if (above === 'load' || url.startsWith('node:internal/modules/') || url.startsWith('node:internal/bootstrap/')) {
    return 'load';
  }
  return stageOf(placeInSources(url, lineNumber + 1).file) ?? above;
}

/** Native functions are named with their caller: they have no place of their own. */
function nameOf({ callFrame }: ProfileNode, caller: string): string {
  const { functionName, url, lineNumber } = callFrame;
  const name = functionName || '(anonymous)';
  if (special.has(name) || name === '(root)') return name;
  if (url === '' || url.startsWith('wasm:')) return `${name} in ${caller}`;
  const { file, line } = placeInSources(url, lineNumber + 1);
  return `${name} ${file}:${line}`;
}
