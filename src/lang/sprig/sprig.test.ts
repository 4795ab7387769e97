import { expect, test } from 'vitest';
import { Budget, displayText, type GoValue, goDict, goInt } from '../go-value/index.ts';
import { call } from './call.fixture.ts';

const LATER = 1_700_000_000_000_000_000n;

test.each<readonly [string, readonly GoValue[], string]>([
  ['trunc', [goInt(3), 'héllo'], 'hé'],
  ['trunc', [goInt(-2), 'hello'], 'lo'],
  ['abbrev', [goInt(5), 'hello world'], 'he...'],
  ['wrap', [goInt(5), 'hello there world'], 'hello\nthere\nworld'],
  ['title', ['hello wOrld o-ne'], 'Hello WOrld O-Ne'],
  ['snakecase', ['HTTPServer20x'], 'http_server_20x'],
  ['kebabcase', ['firstName'], 'first-name'],
  ['camelcase', ['http_server'], 'HttpServer'],
  ['indent', [goInt(2), 'a\nb'], '  a\n  b'],
  ['add', [goInt(1), '0x10', 2.9], '19'],
  ['addf', [0.1, 0.2], '0.3'],
  ['round', [123.5555, goInt(3)], '123.556'],
  ['seq', [goInt(0), goInt(2), goInt(10)], '0 2 4 6 8 10'],
  ['regexReplaceAll', ['a(x*)b', '-ab-axxb-', '<$1>'], '-<>-<xx>-'],
  ['semverCompare', ['^1.2.0', '1.3.4'], 'true'],
  ['toYaml', [goDict([['a', [1, 'x', null]]])], 'a:\n- 1\n- x\n- null'],
  [
    'toJson',
    [
      goDict([
        ['b', '<&>'],
        ['a', 1.5],
      ]),
    ],
    '{"a":1.5,"b":"\\u003c\\u0026\\u003e"}',
  ],
  [
    'dateInZone',
    ['Mon Jan _2 15:04:05 MST 2006', goInt(1_700_000_000), 'Europe/Berlin'],
    'Tue Nov 14 23:13:20 CET 2023',
  ],
  ['ago', [goInt(1_699_999_000)], '16m40s'],
  ['durationRound', ['2h10m5s'], '2h'],
  ['b32dec', ['ORSXG5A='], 'test'],
  [
    'fromYaml',
    ['- a'],
    'map[Error:error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}]',
  ],
])('%s %#', (name, args, expected) => {
  expect(displayText(call(name, args, { now: LATER }))).toBe(expected);
});

test.each<readonly [string, readonly GoValue[], string]>([
  ['repeat', [goInt(1_000_000_000), 'xx'], 'template.too-much-output'],
  ['until', [goInt(1_000_000_000_000)], 'template.too-much-output'],
  ['indent', [goInt(1_000_000_000), 'x'], 'template.too-much-output'],
  ['randAlpha', [goInt(1_000_000_000)], 'template.too-much-output'],
])('%s of a bomb fails by the budget', (name, args, code) => {
  expect(() => call(name, args, { budget: new Budget() })).toThrowError(expect.objectContaining({ code }));
});
