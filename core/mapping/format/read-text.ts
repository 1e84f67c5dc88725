import { readFileSync, statSync } from 'node:fs';

/** What mappings and their lookup files may have at most: far more than a person writes. */
const mostBytes = 16 << 20;

/** The text of a small file in UTF-8, without its byte order mark; or why there is none, to be put behind its name. */
export function readText(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    const { size } = statSync(path);
    if (size > mostBytes) return { problem: `has more than ${mostBytes} bytes` };
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) };
  } catch (cause) {
    if (cause instanceof TypeError) return { problem: 'is not text in UTF-8: save it in that encoding' };
    return { problem: `can not be read (${errorCode(cause)})` };
  }
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown cause';
}
