import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { compress, sha256 } from '../blocks.ts';
import { writeAll } from '../part-file.ts';
import type { PlacedBlock } from '../part-result.ts';
import { editRecord } from './edit.ts';
import type { Note } from './journal.ts';
import { type EntityState, type Run, turn } from './state.ts';
import { type SweptBlock, sweep } from './sweep.ts';

/**
 * Gives the blocks of an entity in order. Those whose records all stay as they are pass as their part wrote them; the others
 * are written anew with the same borders, and one that loses all its lines vanishes.
 */
export async function rewriteBlocks(run: Run, state: EntityState): Promise<PlacedBlock[]> {
  const blocks: PlacedBlock[] = [];
  const notesOf = inStep(state.journal.inOrder());
  const path = join(run.folder, `${state.index}.blocks`);
  let file: number | undefined;
  let offset = 0;
  try {
    for (const block of sweep(state.records, run.compression)) {
      if (!state.gone.any(block.first, block.end) && !state.journal.noted.any(block.first, block.end)) {
        blocks.push(block.placed);
        continue;
      }
      const { raw, lines } = edit(run, state, block, notesOf);
      await turn(run);
      if (lines === 0) continue;
      file ??= openSync(path, 'wx');
      const packed = compress(raw, run.compression);
      writeAll(file, packed);
      blocks.push({ path, offset, bytes: packed.length, lines, rawBytes: raw.length, sha256: sha256(raw) });
      offset += packed.length;
    }
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return blocks;
}

/** Gives the notes of one record after another; records are asked for in rising order. */
function inStep(notes: Iterator<Note>): (record: number) => readonly Note[] {
  let next = notes.next();
  return (record) => {
    const found: Note[] = [];
    for (; next.done !== true && next.value.record === record; next = notes.next()) found.push(next.value);
    return found;
  };
}

function edit(run: Run, state: EntityState, block: SweptBlock, notesOf: (record: number) => readonly Note[]) {
  const { raw, keys } = block.open();
  const pieces: Uint8Array[] = [];
  let lines = 0;
  let start = 0;
  for (let record = block.first; record < block.end; record++) {
    const stop = raw.indexOf(10, start) + 1;
    const piece = raw.subarray(start, stop);
    start = stop;
    if (state.journal.noted.has(record)) {
      const entry = (record - block.first) * 4;
      const line = piece.toString('utf8', 0, piece.length - 1);
      const { dataset, part } = block;
      const at = { dataset, part, record, line, position: keys[entry + 2], isSubject: (keys[entry + 3] & 1) !== 0 };
      const edited = editRecord(run, state, at, notesOf(record));
      if (edited === undefined) continue;
      pieces.push(Buffer.from(`${edited}\n`));
    } else if (state.gone.has(record)) continue;
    else pieces.push(piece);
    lines++;
  }
  return { raw: Buffer.concat(pieces), lines };
}
