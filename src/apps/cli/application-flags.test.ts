import { Command } from 'commander';
import { expect, test } from 'vitest';
import { givenFlags, withApplicationFlags } from './application-flags.ts';
import { readStatedSwitches } from './switch-flags.ts';

test('only what stands on the command line is given, by its long name', () => {
  const command = withApplicationFlags(new Command('set'))
    .argument('<name>')
    .action(() => undefined);
  readStatedSwitches(command);
  command.parse(['web', '-p', 'a=b', '-p', 'c=d', '--self-heal=false', '--helm-skip-crds', '--sync-retry-limit', '3'], {
    from: 'user',
  });
  expect(givenFlags(command)).toEqual({
    parameter: ['a=b', 'c=d'],
    'self-heal': false,
    'helm-skip-crds': true,
    'sync-retry-limit': '3',
  });
});
