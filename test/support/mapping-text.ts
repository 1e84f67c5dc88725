import { ConfigError, type Fault } from '../../core/errors/errors.ts';
import { parseMapping } from '../../core/mapping/load.ts';

export { parseMapping };

/** The faults of a text that is no mapping. */
export function tryParse(text: string): readonly Fault[] {
  try {
    parseMapping(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}
