import { join } from 'node:path';
import type { Part } from '../adapter/contract.ts';
import { storageFault } from '../package/storage-fault.ts';
import { removeTree } from '../spool/folder.ts';
import type { OpenJob } from './job.ts';
import { PartMapper } from './part-mapper.ts';
import type { PartResult } from './part-result.ts';

/**
 * Maps one part in this thread: read, map, write, one batch after the other. `progress` is told the rows of each batch. A part that could
 * not be read to its end is mapped again from its start, if its source says so: nothing that was made of it before is left then.
 */
export async function mapOnePart(
  open: OpenJob,
  part: Part,
  progress: (rows: number) => void,
  signal: AbortSignal,
): Promise<PartResult> {
  const { source } = open;
  const before = source.retries ?? 0;
  for (;;) {
    let rows = 0;
    const count = (more: number): void => {
      rows += more;
      progress(more);
    };
    try {
      const result = await mapOnce(open, part, count, signal);
      const retries = (source.retries ?? 0) - before;
      return retries === 0 ? result : { ...result, retries };
    } catch (cause) {
      const isAgain = !signal.aborted && (await source.readAgain?.(part, cause)) === true;
      if (!isAgain) throw storageFault(cause, `write part ${part.number}`);
    }
    progress(-rows);
    removeTree(folderOf(open, part));
  }
}

async function mapOnce(
  open: OpenJob,
  part: Part,
  progress: (rows: number) => void,
  signal: AbortSignal,
): Promise<PartResult> {
  const { job, source, dataset, program, plan } = open;
  const mapper = new PartMapper({
    folder: folderOf(open, part),
    part: part.number,
    program,
    plan,
    compression: job.compression,
    backEnd: job.backEnd,
    assumed: job.assumed,
    originOf: dataset.origin,
  });
  try {
    for await (const batch of source.read(part)) {
      signal.throwIfAborted();
      mapper.mapBatch(batch);
      if (mapper.doubt !== undefined) break;
      progress(batch.rows);
    }
    return mapper.finish();
  } finally {
    mapper.close();
  }
}

function folderOf({ job }: OpenJob, { number }: Part): string {
  return join(job.folder, `part-${number}`);
}
