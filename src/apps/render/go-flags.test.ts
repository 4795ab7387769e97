import { describe, expect, test } from 'vitest';
import { type GoFlag, parseGoFlags } from './go-flags.ts';

const FLAGS: Readonly<Record<string, GoFlag>> = {
  name: { kind: 'text', short: 'n' },
  debug: { kind: 'flag' },
  generate: { kind: 'flag', short: 'g' },
  set: { kind: 'words' },
  values: { kind: 'list', short: 'f' },
  dry: { kind: 'optional', implied: 'unset' },
};

function parsed(...argv: string[]) {
  const flags = parseGoFlags(argv, FLAGS);
  return {
    words: flags.words,
    name: flags.text('name'),
    debug: flags.isSet('debug'),
    generate: flags.isSet('generate'),
    set: flags.list('set'),
    values: flags.list('values'),
    dry: flags.text('dry'),
  };
}

const NOTHING = { words: [], name: undefined, debug: false, generate: false, set: [], values: [], dry: undefined };

test.each([
  ['words and flags in any order', ['a', '--name', 'x', 'b'], { words: ['a', 'b'], name: 'x' }],
  ['a value behind an equals sign', ['--name=x=y'], { name: 'x=y' }],
  ['short flags', ['-n', 'x', '-gf', 'v.yaml'], { name: 'x', generate: true, values: ['v.yaml'] }],
  ['short flags with their value', ['-nx', '-f=v.yaml'], { name: 'x', values: ['v.yaml'] }],
  ['a flag that is switched off', ['--debug', '--debug=false'], { debug: false }],
  [
    'words keep commas, lists cut at them',
    ['--set', 'a,b', '-f', 'x,"y,z"', '-f', 'w'],
    { set: ['a,b'], values: ['x', 'y,z', 'w'] },
  ],
  ['a value that may be left out', ['--dry', 'a'], { words: ['a'], dry: 'unset' }],
  ['the last text stays', ['-n', 'a', '-n', 'b'], { name: 'b' }],
  ['behind two dashes everything is a word', ['--', '--debug'], { words: ['--debug'] }],
  ['a dash alone is a word', ['-'], { words: ['-'] }],
] as const)('%s', (_reason, argv, expected) => {
  expect(parsed(...argv)).toEqual({ ...NOTHING, ...expected });
});

describe('refused', () => {
  test.each([
    [['--what'], 'unknown flag: --what'],
    [['-x'], "unknown shorthand flag: 'x' in -x"],
    [['--name'], 'flag needs an argument: --name'],
    [['-n'], "flag needs an argument: 'n' in -n"],
    [
      ['--debug=perhaps'],
      'invalid argument "perhaps" for "--debug" flag: strconv.ParseBool: parsing "perhaps": invalid syntax',
    ],
    [
      ['--generate=x'],
      'invalid argument "x" for "-g, --generate" flag: strconv.ParseBool: parsing "x": invalid syntax',
    ],
  ])('%j', (argv, message) => {
    expect(() => parsed(...argv)).toThrow(message);
  });
});
