import { join } from 'node:path';
import type { Part } from '../adapter/contract.ts';
import { storageFault } from '../package/storage-fault.ts';
import type { OpenJob } from './job.ts';
import { PartMapper } from './part-mapper.ts';
import type { PartResult } from './part-result.ts';

/** Maps one part in this thread: read, map, write, one batch after the other. `progress` is told the rows of each batch. */
export async function mapOnePart(
  { job, source, dataset, program, plan }: OpenJob,
  part: Part,
  progress: (rows: number) => void,
  signal: AbortSignal,
): Promise<PartResult> {
  const mapper = new PartMapper({
    folder: join(job.folder, `part-${part.number}`),
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
  } catch (cause) {
    throw storageFault(cause, `write part ${part.number}`);
  } finally {
    mapper.close();
  }
}
