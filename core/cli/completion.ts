import { commands, groups } from './commands.ts';

/** Completion scripts, derived from the declarations of the commands. Files complete wherever a command takes one. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export function isShell(name: string): name is Shell {
  return shells.some((shell) => shell === name);
}

export function completionScript(shell: Shell): string {
  if (shell === 'fish') return fish();
  // zsh runs the completion functions of bash.
  return shell === 'zsh' ? `autoload -Uz bashcompinit && bashcompinit\n${bash()}` : bash();
}

function bash(): string {
  const cases = commands.map(({ name, options }) => `    "${name}") words="${flagsOf(options)}" ;;`);
  const inGroups = groups.map(({ name }) => `    "${name}") words="${namesIn(name).join(' ')}" ;;`);
  return `_tributary() {
  local current="\${COMP_WORDS[COMP_CWORD]}" first="\${COMP_WORDS[1]}" second="\${COMP_WORDS[2]}" words=""
  local command="$first"
  case "$first" in ${groups.map(({ name }) => name).join('|')}) [ "$COMP_CWORD" -gt 2 ] && command="$first $second" ;; esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${topNames().join(' ')} --help --version"
  else case "$command" in
${[...inGroups, ...cases].join('\n')}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ "$current" == -* ]] || COMPREPLY+=($(compgen -f -- "$current"))
}
complete -o filenames -F _tributary tributary`;
}

function fish(): string {
  const top = commands.filter(({ name }) => !name.includes(' '));
  const lines = [
    ...[...top, ...groups].map(
      ({ name, summary }) => `complete -c tributary -n __fish_use_subcommand -a ${name} -d '${quote(summary)}'`,
    ),
    ...groups.flatMap(({ name }) =>
      commands
        .filter((each) => each.name.startsWith(`${name} `))
        .map(
          (each) =>
            `complete -c tributary -n '__fish_seen_subcommand_from ${name}' -a ${each.name.split(' ')[1]} -d '${quote(each.summary)}'`,
        ),
    ),
    ...commands.flatMap(({ name, options }) =>
      options.map(
        ({ flags, summary }) =>
          `complete -c tributary -n '__fish_seen_subcommand_from ${name.split(' ').at(-1)}' -l ${longName(flags)} -d '${quote(summary)}'`,
      ),
    ),
  ];
  return lines.join('\n');
}

function topNames(): readonly string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0]))];
}

function namesIn(group: string): readonly string[] {
  return commands.filter(({ name }) => name.startsWith(`${group} `)).map(({ name }) => name.split(' ')[1]);
}

function flagsOf(options: readonly { readonly flags: string }[]): string {
  return [...options.map(({ flags }) => `--${longName(flags)}`), '--json', '--verbose', '--help'].join(' ');
}

function longName(flags: string): string {
  return /--([a-z-]+)/.exec(flags)?.[1] ?? flags;
}

function quote(text: string): string {
  return text.replaceAll("'", "\\'");
}
