import { Option, Command as Parser } from 'commander';
import { release } from '../package/release.ts';
import { type Call, type Command, type CommandOption, Options } from './command.ts';
import { commands, groups } from './commands.ts';

/** Parses the words of a call, runs the command that they name, and gives its exit code. */
export async function parse(words: readonly string[], context: Omit<Call, 'args' | 'options'>): Promise<number> {
  let exitCode = 0;
  const parser = buildParser(async (command, args, options) => {
    const { run } = await command.load();
    exitCode = await run({ ...context, args, options });
  });
  // Help and usage faults go to where messages go, unless help was asked for.
  await parser.parseAsync([...words], { from: 'user' });
  return exitCode;
}

type Act = (command: Command, args: readonly string[], options: Options) => Promise<void>;

/** The parser with all commands; also read by help, completion and the reference page. */
export function buildParser(act: Act): Parser {
  const parser = configure(new Parser('tributary'))
    .description('Imports inventory and business data from files and databases into checked, typed packages.')
    .version(release, '-V, --version', 'print the release')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      `\nA first try:\n  tributary import computers.xlsx     import a file; asks before it guesses\n  tributary queue list                see what is in the queue\n\nExit codes: 0 sealed, 1 a test failed, 2 configuration, 3 source, 4 upload, 5 held, 6 storage, 70 a bug, 130 interrupted.`,
    );
  const parents = new Map<string, Parser>(
    groups.map(({ name, summary }) => [name, configure(parser.command(name)).description(summary)]),
  );
  for (const command of commands) {
    const [first, second] = command.name.split(' ');
    const parent = second === undefined ? parser : parents.get(first);
    if (parent !== undefined) addCommand(parent, command, second ?? first, act);
  }
  return parser;
}

function addCommand(parent: Parser, command: Command, name: string, act: Act): void {
  const sub = configure(parent.command(name)).summary(command.summary).description(describe(command));
  for (const { name: argument, summary, optional, variadic } of command.args) {
    const inner = `${argument}${variadic ? '...' : ''}`;
    sub.argument(optional ? `[${inner}]` : `<${inner}>`, summary);
  }
  for (const option of [...command.options, ...common]) sub.addOption(toOption(option));
  if (command.examples.length > 0)
    sub.addHelpText(
      'after',
      `\nExamples:\n${command.examples.map(({ call, says }) => `  ${call}\n      ${says}`).join('\n')}`,
    );
  sub.action(async () => act(command, sub.args, new Options(sub.opts())));
}

const common: readonly CommandOption[] = [
  { flags: '--json', summary: 'print one JSON document on standard output; messages go to standard error' },
  { flags: '--verbose', summary: 'say more: decisions with their evidence, and the stack of a bug' },
];

function configure(parser: Parser): Parser {
  return parser
    .exitOverride()
    .showHelpAfterError('(add --help for what it takes)')
    .configureHelp({ showGlobalOptions: false, helpWidth: 100 });
}

function toOption({ flags, summary, choices }: CommandOption): Option {
  const option = new Option(flags, summary);
  return choices === undefined ? option : option.choices(choices);
}

function describe({ summary, description }: Command): string {
  return description === undefined ? summary : `${summary}\n\n${description}`;
}
