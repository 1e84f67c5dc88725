/** A name as YAML takes it inside of braces. */
export function yamlName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.$]*$/u.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
