import { configError } from '../errors/errors.ts';
import { option, Secret } from '../options/option.ts';
import { parseOptions } from '../options/parse.ts';

/**
 * The secret that a reference names, by which substitutes are made.
 * @throws ConfigError `option/secret`, `capture/wrong-secret` for one that could be guessed.
 */
export function captureSecret(reference: string): Uint8Array {
  const { secret } = parseOptions(
    { secret: option.secret({ summary: 'What substitutes are made by.' }) },
    { secret: reference },
    { directory: '.' },
  );
  const value = secret instanceof Secret ? secret.reveal() : '';
  if (value.length >= fewest) return Buffer.from(value);
  throw configError(
    'capture/wrong-secret',
    `--secret: expected at least ${fewest} characters, found ${value.length}. Whoever guesses it can tell who is who.`,
  );
}

const fewest = 16;
