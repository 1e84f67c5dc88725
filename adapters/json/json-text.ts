import { limits } from './limits.ts';
import { JsonFault, type JsonScanner, type Token, token } from './scanner.ts';

/** Writes the tokens of one value down again, without blanks. Numbers stay as they are written. */
export class JsonText {
  text = '';
  #depth = 0;
  #needsComma = false;

  /** Takes the next token; true if the value is complete. */
  push(kind: Token, scanner: JsonScanner): boolean {
    const closes = kind === token.closeObject || kind === token.closeArray;
    if (this.#needsComma && !closes) this.text += ',';
    this.text += written(kind, scanner);
    if (this.text.length > limits.valueBytes)
      throw new JsonFault(`a list or object of more than ${limits.valueBytes} bytes`, { isTooLarge: true });
    if (kind === token.openObject || kind === token.openArray) this.#depth++;
    else if (closes) this.#depth--;
    this.#needsComma = kind !== token.openObject && kind !== token.openArray && kind !== token.key;
    return this.#depth === 0;
  }
}

function written(kind: Token, scanner: JsonScanner): string {
  switch (kind) {
    case token.openObject:
      return '{';
    case token.closeObject:
      return '}';
    case token.openArray:
      return '[';
    case token.closeArray:
      return ']';
    case token.key:
      return `${JSON.stringify(scanner.text())}:`;
    case token.string:
      return JSON.stringify(scanner.text());
    default:
      return scanner.raw();
  }
}
