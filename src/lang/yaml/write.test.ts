import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { compareYamlKeys } from './key-order.ts';
import { readYaml } from './read.ts';
import { writeYaml } from './write.ts';

/** Expected texts are those of sigs.k8s.io/yaml. */
const CASES: readonly (readonly [reason: string, value: Json, yaml: string])[] = [
  [
    'a manifest: lists under their key, keys sorted',
    { spec: { ports: [{ port: 80, name: 'web' }], args: ['-x', '--y=1'] }, kind: 'Service', apiVersion: 'v1' },
    'apiVersion: v1\nkind: Service\nspec:\n  args:\n  - -x\n  - --y=1\n  ports:\n  - name: web\n    port: 80\n',
  ],
  ['empty collections', { a: {}, b: [], c: null, d: '' }, 'a: {}\nb: []\nc: null\nd: ""\n'],
  ['lists in lists', [['a', ['b']], [{ c: 1 }]], '- - a\n  - - b\n- - c: 1\n'],
  [
    'text that would be read as something else is quoted twice',
    ['true', 'y', 'null', '~', '12', '0x1f', '1e3', '1:20', '2001-01-01', '.inf', ''],
    '- "true"\n- "y"\n- "null"\n- "~"\n- "12"\n- "0x1f"\n- "1e3"\n- "1:20"\n- "2001-01-01"\n- ".inf"\n- ""\n',
  ],
  [
    'no date, no quotes',
    ['2001-13-01', '2001-02-30', '1.2.3', '192.168.0.1'],
    '- 2001-13-01\n- 2001-02-30\n- 1.2.3\n- 192.168.0.1\n',
  ],
  [
    'text that would be no plain scalar is quoted once',
    ['- a', 'a: b', '#a', 'a #b', ' a', 'a ', '*a', '{a', "it's: x"],
    "- '- a'\n- 'a: b'\n- '#a'\n- 'a #b'\n- ' a'\n- 'a '\n- '*a'\n- '{a'\n- 'it''s: x'\n",
  ],
  [
    'plain after all',
    ["it's", 'a:b', 'a#b', '-a', 'a, b', 'http://x/y?z=1'],
    "- it's\n- a:b\n- a#b\n- -a\n- a, b\n- http://x/y?z=1\n",
  ],
  ['tabs and emoji are escaped', { a: '\t', b: '😀', c: 'é\u0000' }, 'a: "\\t"\nb: "\\U0001F600"\nc: "é\\0"\n'],
  [
    'lines: a block, with the right ending',
    { a: 'x\ny\n', b: 'x\ny', c: 'x\n\n' },
    'a: |\n  x\n  y\nb: |-\n  x\n  y\nc: |+\n  x\n\n',
  ],
  ['a block that begins with a space', { a: ' x\ny\n' }, 'a: |2\n   x\n  y\n'],
  ['no block where a line ends in a space', { a: 'x \ny\n' }, 'a: "x \\ny\\n"\n'],
  [
    'numbers',
    [1, -0, 1e6, 1.5, 1234567.5, 1e-7, 1e20, 18446744073709551615n],
    '- 1\n- 0\n- 1000000\n- 1.5\n- 1.2345675e+06\n- 1e-07\n- 1e+20\n- 18446744073709551615\n',
  ],
  [
    'long lines are folded behind column 80',
    { message: 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen' },
    'message: one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n  fifteen sixteen\n',
  ],
  [
    'long keys and keys of several lines',
    { ['k'.repeat(129)]: 1, 'a\nb': [2] },
    `? |-\n  a\n  b\n: - 2\n? ${'k'.repeat(129)}\n: 1\n`,
  ],
  ['keys that need quotes', { '': 1, on: 2, 'a: b': 3 }, '"": 1\n\'a: b\': 3\n"on": 2\n'],
  ['scalars alone', 'x\ny', '|-\n  x\n  y\n'],
];

describe('writeYaml', () => {
  test.each(CASES)('%s', (_, value, yaml) => expect(writeYaml(value)).toBe(yaml));

  test('what is written is read back', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(' ', '\n', ': ', 'long '.repeat(20)),
    );
    // Not a noncharacter, which YAML forbids, nor half a pair.
    const text = fc.array(word, { maxLength: 4 }).map((words) => words.join('').replace(/[\ufffe\uffff]|\p{Cs}/gu, ''));
    const value = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
        fc.constantFrom<Json>(null, true, false, 1.5),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(text, tie('json'), { maxKeys: 3 }),
      ),
    })).json;
    fc.assert(
      fc.property(value, (json) => {
        expect(readYaml(writeYaml(json))).toEqual(json);
      }),
      { numRuns: 300 },
    );
  });
});

test('keys: digits before letters, numbers by value', () => {
  const keys = ['b', 'a10', 'a2', 'a', 'A', '_', '1', '10', '9', 'a-b', 'a.b', 'ab', 'a02'];
  expect(keys.toSorted(compareYamlKeys)).toEqual([
    '_',
    '1',
    '9',
    '10',
    'A',
    'a',
    'a-b',
    'a.b',
    'a2',
    'a02',
    'a10',
    'ab',
    'b',
  ]);
});
