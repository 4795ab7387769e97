/** Flags that are on where they stand, and take `=false` and `=true`; never the argument after them, as with Go's. */
import { type Command, Option } from 'commander';

const VALUES: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

export interface SwitchOptions {
  /** What counts where the flag is not given. */
  readonly without?: boolean;
}

/** `flags`: `--name` or `-n, --name`. */
export function withSwitch(
  command: Command,
  flags: string,
  description: string,
  { without }: SwitchOptions = {},
): Command {
  const option = new Option(flags, description);
  if (without !== undefined) option.default(without);
  return command.addOption(option);
}

/** Lets every switch of a program and its verbs be stated: `--name=true`, `--name=false`. */
export function readStatedSwitches(program: Command): void {
  const switches = program.options.filter((option) => option.isBoolean());
  const plain = program.parseOptions.bind(program);
  const isOfSwitch = (argument: string): boolean => switches.some((option) => isStated(program, option, argument));
  program.parseOptions = (argv) => plain(argv.filter((argument) => !isOfSwitch(argument)));
  for (const command of program.commands) readStatedSwitches(command);
}

/** Whether it was `--name=VALUE`, which is then taken. Throws what commander tells of a flag that cannot be read. */
function isStated(command: Command, option: Option, argument: string): boolean {
  const prefix = `${option.long}=`;
  if (!argument.startsWith(prefix)) return false;
  const text = argument.slice(prefix.length);
  const value = Object.hasOwn(VALUES, text) ? VALUES[text] : undefined;
  if (value === undefined) {
    const reason = `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`;
    command.error(`error: invalid argument ${JSON.stringify(text)} for "${namesOf(option)}" flag: ${reason}`);
  }
  command.setOptionValueWithSource(option.attributeName(), value, 'cli');
  return true;
}

function namesOf({ short, long = '' }: Option): string {
  return short === undefined ? long : `${short}, ${long}`;
}
