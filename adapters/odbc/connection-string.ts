/** The text that ODBC takes: `Driver=PostgreSQL Unicode;Server=db1;PWD={a;b}}c}`. */

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** Its attributes in their order; braces are taken off. Undefined if it is not of this form. */
export function parseConnectionString(text: string): readonly Attribute[] | undefined {
  const attributes: Attribute[] = [];
  let at = 0;
  while (at < text.length) {
    attribute.lastIndex = at;
    const found = attribute.exec(text);
    if (found === null) return /^[\s;]*$/.test(text.slice(at)) ? attributes : undefined;
    const [whole, name, braced, bare = ''] = found;
    attributes.push({ name: name.trim(), value: braced === undefined ? bare.trim() : braced.replaceAll('}}', '}') });
    at += whole.length;
  }
  return attributes;
}

const attribute = /[\s;]*([^=;{}]+)=\s*(?:\{((?:[^}]|\}\})*)\}\s*|([^;{][^;]*)?)(?:;|$)/y;

export function connectionStringOf(attributes: readonly Attribute[]): string {
  // FreeTDS knows a brace as the end of a value by the semicolon behind it.
  return attributes.map(({ name, value }) => `${name}=${quoted(value)};`).join('');
}

/** What could end a value or begin a quoted one goes into braces. */
function quoted(value: string): string {
  return /[[\]{}(),;?*=!@]|^\s|\s$/.test(value) ? `{${value.replaceAll('}', '}}')}}` : value;
}

export function attributeOf(attributes: readonly Attribute[], name: string): string | undefined {
  return attributes.find((attribute) => attribute.name.toLowerCase() === name.toLowerCase())?.value;
}
