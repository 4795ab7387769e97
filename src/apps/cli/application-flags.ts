/** The flags that describe an Application, on a command, and which of them were given. */
import { type Command, Option } from 'commander';
import { collected } from './repeated-flag.ts';
import { APPLICATION_FLAGS, type ApplicationFlag } from './specification/flag-table.ts';
import type { GivenFlags } from './specification/given-flags.ts';
import { withSwitch } from './switch-flags.ts';

export function withApplicationFlags(command: Command): Command {
  for (const flag of APPLICATION_FLAGS) addFlag(command, flag);
  return command;
}

function addFlag(command: Command, { name, short, kind, description }: ApplicationFlag): void {
  const flags = `${short === undefined ? '' : `-${short}, `}--${name}`;
  if (kind === 'switch') withSwitch(command, flags, description);
  else if (kind === 'texts') command.option(`${flags} <value>`, description, collected([]));
  else command.addOption(new Option(`${flags} <${kind === 'text' ? 'value' : kind}>`, description));
}

/** By their long names; those that stand on the command line, and no defaults. */
export function givenFlags(command: Command): GivenFlags {
  const given = command.options.filter(
    (option) => command.getOptionValueSource(option.attributeName()) === 'cli' && option.long !== undefined,
  );
  return Object.fromEntries(
    given.map((option) => [option.long?.slice(2), command.getOptionValue(option.attributeName())]),
  );
}
