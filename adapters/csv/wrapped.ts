/** Lines that were enclosed in quotes once more, as by a program that took each for a single field: `"a,""b c"",d"`. */

/** Takes the outer quotes off the lines of a content that has them; other lines stay. Line ends stay, so that lines count as before. */
export async function* unwrapLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = '';
  for await (const chunk of chunks) {
    const text = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    const end = wholeLines(text);
    rest = text.slice(end);
    if (end > 0) yield Buffer.from(unwrapText(text.slice(0, end)), 'latin1');
    // A quote that is never closed is no line of this kind.
    if (rest.length > mostHeld) {
      yield Buffer.from(rest, 'latin1');
      rest = '';
    }
  }
  if (rest !== '') yield Buffer.from(unwrapText(rest), 'latin1');
}

/** The same for a sample, with the number of lines that had such quotes. */
export function unwrapSample(sample: Buffer): { readonly sample: Buffer; readonly lines: number } {
  let lines = 0;
  const text = unwrapText(sample.toString('latin1'), () => lines++);
  return { sample: Buffer.from(text, 'latin1'), lines };
}

const mostHeld = 1 << 21;

/** Quotes that are doubled within the outer ones enclosed fields before. */
const wrappedLine = /(^|[\r\n])"([^"]*(?:""[^"]*)*)"(?=[\r\n]|$)/g;

function unwrapText(text: string, onLine: () => void = () => {}): string {
  return text.replace(wrappedLine, (_, before: string, inner: string) => {
    onLine();
    return before + inner.replaceAll('""', '"');
  });
}

/** Up to where the text has whole lines, none of them within quotes. */
function wholeLines(text: string): number {
  let end = 0;
  let open = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) open = !open;
    else if (!open && (code === 10 || (code === 13 && at + 1 < text.length && text.charCodeAt(at + 1) !== 10)))
      end = at + 1;
  }
  return end;
}
