import type { Outcome } from './run-case.ts';

/** What the process that reads is told to do, and what it tells. */
export interface Order {
  readonly formats: readonly string[];
  readonly seed: string;
  /** The first case, and how many. */
  readonly from: number;
  readonly count: number;
  /** The folder for findings, and how many of each kind are there. */
  readonly out: string;
  readonly saved: readonly (readonly [string, number])[];
}

export type Message =
  | { readonly kind: 'start'; readonly index: number; readonly format: string; readonly seed: string }
  | {
      readonly kind: 'done';
      readonly index: number;
      readonly format: string;
      readonly seed: string;
      readonly outcome: Outcome;
      /** Mebibytes in use, where they were measured. */
      readonly memory?: number;
    }
  | { readonly kind: 'failed'; readonly error: string };
