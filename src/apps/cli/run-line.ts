/**
 * A whole command line, and how it ends. Mistakes in it are told as `argocd` tells them, on standard output: the help of the verb
 * where words are missing or too many, else one line that begins with `Error:` (recorded).
 */
import { Command, CommanderError } from 'commander';
import type { Output } from './command.ts';
import { addVerbs } from './main.ts';

export interface LineOptions {
  readonly name: string;
  readonly description: string;
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
}

/** What is answered with the help of the verb. */
const HELPED = new Set([
  'commander.help',
  'commander.helpDisplayed',
  'commander.missingArgument',
  'commander.excessArguments',
  'commander.unknownCommand',
]);

/** Returns the exit code. */
export async function runLine(
  argv: readonly string[],
  { name, description, output, env }: LineOptions,
): Promise<number> {
  let [code, help] = [0, ''];
  const keep = (text: string): void => void (help += text);
  const program = new Command(name)
    .description(description)
    .showHelpAfterError()
    .exitOverride()
    .configureOutput({ writeOut: output.print, writeErr: keep, outputError: () => undefined });
  const finish = (exit: number): void => void (code = exit);
  addVerbs(program, finish, { output, env });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    output.print(HELPED.has(error.code) ? help.trimStart() : `Error: ${mistakeText(error)}\n`);
    return error.exitCode;
  }
}

/** In the words of Go's flags, where there are some. */
function mistakeText({ code, message }: CommanderError): string {
  const [, quoted = ''] = /'([^']*)'/.exec(message) ?? [];
  const long = /--[^\s=,]+/.exec(quoted)?.[0] ?? quoted;
  switch (code) {
    case 'commander.unknownOption':
      return quoted.startsWith('--') ? `unknown flag: ${long}` : `unknown shorthand flag: '${quoted[1]}' in ${quoted}`;
    case 'commander.missingMandatoryOptionValue':
      return `required flag(s) "${long.slice(2)}" not set`;
    case 'commander.optionMissingArgument':
      return `flag needs an argument: ${long}`;
    case 'commander.invalidArgument':
      return unreadableText(message);
    default:
      return message.replace(/^error: /, '');
  }
}

/** What a reader of ours says of a value, as Go's flags say it; the readers speak its words. */
function unreadableText(message: string): string {
  const form = /^error: option '(.+?) <[^>]*>' argument '([\s\S]*)' is invalid\. ([\s\S]*)$/;
  const [, flag = '', value = '', reason = ''] = form.exec(message) ?? [];
  return flag === ''
    ? message.replace(/^error: /, '')
    : `invalid argument ${JSON.stringify(value)} for "${flag}" flag: ${reason}`;
}
