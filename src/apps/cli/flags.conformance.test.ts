/** Every verb on Applications, repositories and settings that is here takes every flag that is recorded for it (`corpora/api/flags.json` in the folder of recorded cases). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addVerbs } from './main.ts';

const FILE = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora/api/flags.json');

interface Flag {
  readonly name: string;
  readonly shorthand?: string;
  readonly type: string;
}

interface Recorded {
  readonly path: string;
  readonly runnable: boolean;
  readonly flags: readonly Flag[];
}

const recorded: { readonly commands: readonly Recorded[] } = existsSync(FILE)
  ? JSON.parse(readFileSync(FILE, 'utf8'))
  : { commands: [] };

function found({ path }: Recorded): Command | undefined {
  const program = new Command('argocd');
  addVerbs(program, () => undefined, { output: { print: () => undefined, complain: () => undefined }, env: {} });
  const words = path.split(' ').slice(1);
  return words.reduce<Command | undefined>(
    (command, word) => command?.commands.find((one) => one.name() === word),
    program,
  );
}

const GROUPS = ['argocd admin', 'argocd app', 'argocd cert', 'argocd gpg', 'argocd repo', 'argocd repocreds'];

const HERE = recorded.commands.flatMap((one) => {
  if (!GROUPS.includes(one.path.split(' ').slice(0, 2).join(' '))) return [];
  const command = found(one);
  return command === undefined || command.commands.length > 0 ? [] : [{ ...one, command }];
});

describe.skipIf(HERE.length === 0)('flags of', () => {
  test.each(HERE.map((one) => [one.path, one] as const))('%s', (_path, { flags, command }) => {
    const options = command.options;
    const lacking = flags.filter(({ name, shorthand }) => {
      const option = options.find(({ long }) => long === `--${name}`);
      return name !== 'help' && (option === undefined || (shorthand && option.short !== `-${shorthand}`));
    });
    expect(lacking).toEqual([]);
  });

  test.each(HERE.map((one) => [one.path, one] as const))(
    'switches of %s take no argument',
    (_path, { flags, command }) => {
      const greedy = command.options.filter(({ long, required, optional }) =>
        flags.some(({ name, type }) => type === 'bool' && `--${name}` === long && (required || optional)),
      );
      expect(greedy.map(({ flags: words }) => words)).toEqual([]);
    },
  );
});
