import type { State } from './connections.ts';
import type { Consistency } from './driver.ts';

/**
 * Of which states of the database the rows are that were kept. A part that is read again from its start forgets the states of what was
 * thrown away, so that a run is not said to be worse than it is.
 */
export class KeptStates {
  readonly #byPart = new Map<string, Set<State>>();
  #areApart = false;

  /** Whether a part was read before. */
  has(part: string): boolean {
    return this.#byPart.has(part);
  }

  /** A part is read from its start. Gives what takes the states that it is read in. */
  begin(part: string): (state: State) => void {
    const states = new Set<State>();
    this.#byPart.set(part, states);
    return (state) => states.add(state);
  }

  /** Parts may be read in other threads, each in a state of its own. */
  apart(): void {
    this.#areApart = true;
  }

  /** How all that was kept fits together. */
  get consistency(): Consistency {
    const states = new Set([...this.#byPart.values()].flatMap((each) => [...each]));
    const all = [...states].map(({ consistency }) => consistency);
    if (all.length === 0 || all.includes('none')) return 'none';
    return all.length > 1 || this.#areApart ? 'statement' : all[0];
  }
}
