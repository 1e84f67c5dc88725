import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'ava';
import { ConfigError, StorageError } from '../../../core/errors/errors.ts';
import { openSpool, type Spool } from '../../../core/spool/spool.ts';
import { held, key, sealSample } from './sample-run.ts';

/** Bookmarks move with their packages, and with nothing else. */

const root = mkdtempSync(join(tmpdir(), 'tributary-bookmarks-'));
test.after.always(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = () => join(root, String(folders++));

async function withSpool(folder: string, act: (spool: Spool) => Promise<unknown>): Promise<void> {
  const spool = openSpool(folder);
  try {
    await act(spool);
  } finally {
    spool.close();
  }
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof StorageError) return error.faults[0].code;
    throw error;
  }
  return undefined;
}

test('a held package moves its bookmark when it is released, and only then', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const sealed = await sealSample(spool, { reasons: held, bookmark: '10' });
    t.is(sealed.state, 'held');
    t.is(spool.bookmark(key, 'rows'), undefined);
    t.is(spool.release(sealed.id).state, 'ready');
    t.is(spool.show(sealed.id).state, 'ready');
    t.is(spool.bookmark(key, 'rows')?.value, '10');
    t.is(
      codeOf(() => spool.release(sealed.id)),
      'spool/wrong-state',
    );
  });
});

test('a bookmark never moves back', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const older = await sealSample(spool, { reasons: held, bookmark: '10', full: false });
    await sealSample(spool, { bookmark: '20', full: false });
    spool.release(older.id);
    t.is(spool.bookmark(key, 'rows')?.value, '20');
    t.is(spool.bookmark({ ...key, mapping: 'other' }, 'rows'), undefined);
  });
});

test('a bookmark that a person has set or cleared is not moved by packages that were held before', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    await sealSample(spool, { bookmark: '"10"', full: false });
    const waiting = await sealSample(spool, { reasons: held, bookmark: '"20"', full: false });
    const bookmark = spool.bookmark(key, 'rows');
    if (bookmark === undefined) return t.fail();
    t.like(spool.setBookmark(bookmark, '"5"'), { value: '"5"', package: null });
    spool.release(waiting.id);
    t.like(spool.bookmark(key, 'rows'), { value: '"5"', package: null, kind: 'key', of: key.source });
    spool.setBookmark(bookmark, null);
    t.is(spool.bookmark(key, 'rows')?.value, null);
    await sealSample(spool, { bookmark: '"30"', full: false });
    t.is(spool.bookmark(key, 'rows')?.value, '"30"');
    t.is(
      codeOf(() => spool.setBookmark({ ...bookmark, dataset: 'others' }, null)),
      'bookmark/unknown',
    );
  });
});

test('bookmarks of packages that are dropped or superseded are forgotten', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    const dropped = await sealSample(spool, { reasons: held, bookmark: '"10"', full: false });
    spool.drop(dropped.id);
    await sealSample(spool, { reasons: held, bookmark: '"20"', full: false });
    await sealSample(spool);
    t.deepEqual(spool.bookmarks(), []);
    const books = new DatabaseSync(join(spool.directory, 'spool.db'));
    t.deepEqual(books.prepare('SELECT package FROM waiting_bookmarks').all(), []);
    books.close();
  });
});

test('a run under way keeps its bookmark from being changed by hand', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    await sealSample(spool, { bookmark: '"10"' });
    const [bookmark] = spool.bookmarks();
    const run = spool.beginRun(key);
    t.is(
      codeOf(() => spool.setBookmark(bookmark, null)),
      'spool/busy',
    );
    run.abandon();
    spool.setBookmark(bookmark, null);
    t.is(spool.bookmarks()[0].value, null);
  });
});

test('what was read into a package that is dropped before it was sent is read again', async (t) => {
  await withSpool(newFolder(), async (spool) => {
    await sealSample(spool, { bookmark: '"10"', full: true });
    const dropped = await sealSample(spool, { bookmark: '"20"', full: false });
    const waiting = await sealSample(spool, { bookmark: '"30"', full: false, reasons: held });
    spool.drop(dropped.id);
    t.is(spool.bookmark(key, 'rows')?.value, null);
    spool.release(waiting.id);
    t.is(spool.bookmark(key, 'rows')?.value, null);
    const older = await sealSample(spool, { bookmark: '"40"', full: false });
    await sealSample(spool, { bookmark: '"50"', full: true });
    spool.drop(older.id);
    t.is(spool.bookmark(key, 'rows')?.value, '"50"');
  });
});
