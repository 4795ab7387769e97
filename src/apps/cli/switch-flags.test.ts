import { Command } from 'commander';
import { expect, test } from 'vitest';
import { readStatedSwitches, withSwitch } from './switch-flags.ts';

function parsed(...argv: readonly string[]) {
  const command = new Command('verb')
    .argument('[name]')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  withSwitch(command, '-a, --all', 'everything');
  withSwitch(command, '--cascade', 'with the rest', { without: true });
  readStatedSwitches(command);
  command.parse([...argv], { from: 'user' });
  return { args: command.args, ...command.opts() };
}

test.each([
  ['not given', [], { args: [], cascade: true }],
  ['given', ['--all'], { args: [], all: true, cascade: true }],
  ['short', ['-a', 'web'], { args: ['web'], all: true, cascade: true }],
  ['what follows is no value', ['--cascade', 'false'], { args: ['false'], cascade: true }],
  ['off', ['--cascade=false', 'web'], { args: ['web'], cascade: false }],
  ['in the words of Go', ['--cascade=F', '--all=1'], { args: [], all: true, cascade: false }],
])('%s', (_reason, argv, expected) => {
  expect(parsed(...argv)).toEqual(expected);
});

test('anything else is refused', () => {
  expect(() => parsed('--all=maybe')).toThrow('invalid argument "maybe" for "-a, --all" flag');
});
