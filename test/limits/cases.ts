import type { HostileCase } from './case.ts';
import { books } from './cases/books.ts';
import { texts } from './cases/texts.ts';
import { zips } from './cases/zips.ts';

/** Every class of hostile file, each made anew by its test. */
export const cases: readonly HostileCase[] = [...zips, ...books, ...texts];
