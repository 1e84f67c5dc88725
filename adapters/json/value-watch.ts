import type { InputFile } from '../../core/adapter/file.ts';
import { SourceError } from '../../core/errors/errors.ts';
import { limits } from './limits.ts';

/**
 * Watches a content as it passes by: where neither a quote nor a comma comes for longer than any value may be, it is one value
 * without an end, and need not be read to its end.
 */
export function valueWatch(name: InputFile['name']): (chunk: Uint8Array) => void {
  let since = 0;
  return (chunk) => {
    const latest = Math.max(chunk.lastIndexOf(quote), chunk.lastIndexOf(comma));
    since = latest < 0 ? since + chunk.length : chunk.length - latest;
    if (since > limits.valueBytes * 2)
      throw new SourceError(
        'source/too-large',
        `Expected values of at most ${limits.valueBytes} bytes, found a longer one. Check the export.`,
        { place: { file: name } },
      );
  };
}

const quote = 0x22;
const comma = 0x2c;
