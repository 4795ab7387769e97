/** Which `$` outside of objects go-jsonnet tells of, and what else it finds in the text alone. */
import { expect, test } from 'vitest';
import { snippetOutcome } from '../command-outcome.fixture.ts';

const cases: readonly (readonly [string, string, string])[] = [
  [
    'the body of a comprehension',
    '[$.b for x in $.a]',
    lines('<cmdline>:1:2-3 No top-level object found.', '', '[$.b for x in $.a]', '', ''),
  ],
  [
    'the last for before the first',
    '[x for x in $.a if $.b for y in $.c if $.d]',
    lines('<cmdline>:1:40-41 No top-level object found.', '', '[x for x in $.a if $.b for y in $.c if $.d]', '', ''),
  ],
  [
    'conditions before their list',
    '[x for x in $.a if x if $.b]',
    lines('<cmdline>:1:25-26 No top-level object found.', '', '[x for x in $.a if x if $.b]', '', ''),
  ],
  [
    'the name of a field of a comprehension',
    '{ [$.n]: $.v for x in $.a }',
    lines('<cmdline>:1:4-5 No top-level object found.', '', '{ [$.n]: $.v for x in $.a }', '', ''),
  ],
  [
    'names of fields',
    '{ a: $.b, [$.c]: 1 }',
    lines('<cmdline>:1:12-13 No top-level object found.', '', '{ a: $.b, [$.c]: 1 }', '', ''),
  ],
  ['the right side of in', '$.a in $.b', lines('<cmdline>:1:8-9 No top-level object found.', '', '$.a in $.b', '', '')],
  [
    'the rest before the message',
    'assert true : $.a; $.b',
    lines('<cmdline>:1:20-21 No top-level object found.', '', 'assert true : $.a; $.b', '', ''),
  ],
  [
    'defaults before the body',
    'function(x=$.a) $.b',
    lines('<cmdline>:1:12-13 No top-level object found.', '', 'function(x=$.a) $.b', '', ''),
  ],
  [
    'slices, members, calls',
    '[1][1:$.a]',
    lines('<cmdline>:1:7-8 No top-level object found.', '', '[1][1:$.a]', '', ''),
  ],
  [
    'none inside of objects',
    '{ a: $.b, b: 1, c: { [$.d]: 2 }, d: "e" }',
    lines('{', '   "a": 1,', '   "b": 1,', '   "c": {', '      "e": 2', '   },', '   "d": "e"', '}'),
  ],
  [
    'nothing binds tighter behind in super',
    "{ a: 'b' in super + 'c' }",
    lines('<cmdline>:1:19-20 Expected a comma before next field', '', "{ a: 'b' in super + 'c' }", '', ''),
  ],
  ['what binds looser does', "{ a: 1 + 'b' in super == false && true }", lines('{', '   "a": true', '}')],
  [
    'what cannot be parsed comes first',
    '[$.a, {]',
    lines('<cmdline>:1:8-9 Unexpected: "]" while parsing field definition', '', '[$.a, {]', '', ''),
  ],
];

test.each(cases)('%s', (_reason, program, expected) => {
  expect(snippetOutcome(program)).toBe(expected);
});

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
