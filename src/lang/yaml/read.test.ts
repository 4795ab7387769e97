import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasCode } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import { readDocuments, readYaml, type YamlReading } from './read.ts';

type Case = readonly [reason: string, yaml: string, expected: Json];

describe('sigs: what kubectl, Helm and Argo CD read', () => {
  const cases: readonly Case[] = [
    [
      'booleans of YAML 1.1',
      '[y, Yes, on, TRUE, n, NO, off, False]',
      [true, true, true, true, false, false, false, false],
    ],
    ['mixed case is text', '[yEs, tRue, nULL]', ['yEs', 'tRue', 'nULL']],
    ['booleans as keys', 'on: 1\ny: 2', { true: 2 }],
    ['octal in both spellings', '[012, 0o12, 0777, -012]', [10, 10, 511, -10]],
    ['no octal: a float', '[08, 09.5]', [8, 9.5]],
    ['binary and hexadecimal', '[0b11, -0b11, 0x1F]', [3, -3, 31]],
    ['underscores', '[1_000, 0x1_0, _1]', [1000, 16, '_1']],
    ['exact up to uint64', '[9007199254740993, 18446744073709551615]', [9007199254740993n, 18446744073709551615n]],
    ['beyond uint64 a float', '18446744073709551616', 2 ** 64],
    ['exact down to int64', '-9223372036854775808', -9223372036854775808n],
    ['sexagesimal stays text', '[1:20, 190:20:30]', ['1:20', '190:20:30']],
    ['dates stay text', '[2001-01-01, 2001-12-14t21:59:43.10-05:00]', ['2001-01-01', '2001-12-14t21:59:43.10-05:00']],
    ['floats', '[1e3, .5, 1., -1.5e-3]', [1000, 0.5, 1, -0.0015]],
    ['a float out of range is text', '1e400', '1e400'],
    ['nothing is null', 'a:\nb: ~\nc: null', { a: null, b: null, c: null }],
    ['an address is text', '192.168.0.1', '192.168.0.1'],
    ['explicit tags', '[!!str 3, !!int "3", !!float 3, !!binary aGk=, !x 3]', ['3', 3, 3, 'hi', '3']],
    ['the last of two keys wins', 'a: 1\na: 2', { a: 2 }],
    [
      'merge, own keys behind it win',
      'a: &x {b: 1, c: 1}\nd: {<<: *x, b: 2}',
      { a: { b: 1, c: 1 }, d: { b: 2, c: 1 } },
    ],
    ['yaml.v2: a merge wins over keys before it', 'a: &x {b: 1}\nd: {b: 2, <<: *x}', { a: { b: 1 }, d: { b: 1 } }],
    ['the first of several merged wins', '<<: [{a: 1}, {a: 2, b: 2}]', { a: 1, b: 2 }],
    ['a quoted << is a key', '"<<": {a: 1}', { '<<': { a: 1 } }],
    ['a key named __proto__', '__proto__: {a: 1}', Object.fromEntries([['__proto__', { a: 1 }]])],
    ['tabs within JSON and behind it', '{\n\t"a":\t1\n}\t', { a: 1 }],
    ['JSON is YAML', '{"a": 1.0, "b": [12345678901234567890]}', { a: 1, b: [12345678901234567890n] }],
    ['byte order mark and Windows line ends', '\ufeffa: 1\r\nb: x\r\n', { a: 1, b: 'x' }],
    ['block scalars', 'a: |\n  x\n  y\nb: >-\n  x\n  y\n', { a: 'x\ny\n', b: 'x y' }],
    ['a block scalar that ends with the text has no line break more', 'a: |\n  x\n  y', { a: 'x\ny' }],
    ['nor with keep, while other texts stay whole', 'a: &a "x\\n"\nb: |+\n  x', { a: 'x\n', b: 'x' }],
    ['no document', '# only a comment\n---\n', null],
  ];
  test.each(cases)('%s', (_, yaml, expected) => expect(readYaml(yaml)).toEqual(expected));
});

describe('yaml3: what kustomize reads', () => {
  const cases: readonly Case[] = [
    ['only true and false', '[y, on, true, FALSE]', ['y', 'on', true, false]],
    [
      'own keys win over merged ones wherever they stand',
      'a: &x {b: 1}\nd: {b: 2, <<: *x}',
      { a: { b: 1 }, d: { b: 2 } },
    ],
    ['octal as in YAML 1.1', '012', 10],
  ];
  test.each(cases)('%s', (_, yaml, expected) => expect(readYaml(yaml, { profile: 'yaml3' })).toEqual(expected));
});

describe('documents', () => {
  test('each knows its line; comments and empty documents are left out', () => {
    const stream = '# head\na: 1\n---\n# comment\n\nb: 2\n---\n---\n--- # end\n- c\n...\n';
    expect([...readDocuments(stream)]).toEqual([
      { value: { a: 1 }, line: 2 },
      { value: { b: 2 }, line: 6 },
      { value: ['c'], line: 10 },
    ]);
  });

  test('dashes inside a block scalar and inside words separate nothing', () => {
    const stream = 'a: |\n  ---\n  x\nb: 1\n--- \nc: ---\n';
    expect([...readDocuments(stream)].map(({ value }) => value)).toEqual([{ a: '---\nx\n', b: 1 }, { c: '---' }]);
  });

  test('a directive belongs to the document behind it', () => {
    expect([...readDocuments('%YAML 1.1\n---\na: 1\n')]).toEqual([{ value: { a: 1 }, line: 3 }]);
  });

  test('documents before a broken one are delivered', () => {
    const documents = readDocuments('a: 1\n---\nb: 2\n---\nc: d: e\n');
    expect(documents.next().value).toEqual({ value: { a: 1 }, line: 1 });
    expect(documents.next().value).toEqual({ value: { b: 2 }, line: 3 });
    expect(() => documents.next()).toThrow(
      'error converting YAML to JSON: yaml: line 5: mapping values are not allowed in this context',
    );
  });
});

describe('faults', () => {
  type Fault = readonly [reason: string, yaml: string, code: string, message: string, reading?: YamlReading];
  const go = 'error converting YAML to JSON: ';
  const bomb = `a0: &a0 [x,x,x,x,x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`).join('')}`;
  const cases: readonly Fault[] = [
    ['indentation', 'a: 1\n b: 2', 'yaml.invalid', `${go}yaml: line 2: mapping values are not allowed in this context`],
    ['tabs', 'a:\n\tb: 1', 'yaml.invalid', `${go}yaml: line 2: found character that cannot start any token`],
    ['a tab before JSON', '\t{"a": 1}', 'yaml.invalid', `${go}yaml: found character that cannot start any token`],
    ['a tab on a line of its own', '\t\n{}', 'yaml.invalid', `${go}yaml: found character that cannot start any token`],
    [
      'a tab below JSON',
      '{"a": 1}\n\t',
      'yaml.invalid',
      `${go}yaml: line 2: found character that cannot start any token`,
    ],
    [
      'list item behind a key',
      'a: - b',
      'yaml.invalid',
      `${go}yaml: block sequence entries are not allowed in this context`,
    ],
    ['open quote', 'a: "x\n', 'yaml.invalid', `${go}yaml: line 2: found unexpected end of stream`],
    ['infinity', 'a: .inf', 'yaml.invalid', `${go}json: unsupported value: +Inf`],
    ['unknown alias', 'a: *x', 'yaml.invalid', `${go}yaml: unknown anchor 'x' referenced`],
    [
      'template instead of YAML',
      'a: {{ .Values.x }}',
      'yaml.invalid',
      `${go}yaml: invalid map key: map[interface {}]interface {}{".Values.x":interface {}(nil)}`,
    ],
    ['endless alias', 'a: &a [*a]', 'yaml.invalid', `${go}yaml: anchor 'a' value contains itself`],
    [
      'merge of a scalar',
      '<<: 1',
      'yaml.invalid',
      `${go}yaml: map merge requires map or sequence of maps as the value`,
    ],
    [
      'strict',
      'a: 1\nb: 2\na: 3',
      'yaml.invalid',
      `${go}yaml: unmarshal errors:\n  line 3: key "a" already set in map`,
      { strict: true },
    ],
    [
      'yaml3 is strict',
      'a: 1\na: 3',
      'yaml.invalid',
      'yaml: unmarshal errors:\n  line 2: mapping key "a" already defined',
      { profile: 'yaml3' },
    ],
    ['alias bomb', bomb, 'yaml.excessive-aliasing', `${go}yaml: document contains excessive aliasing`],
    ['depth', '['.repeat(100_000), 'yaml.too-deep', 'YAML is nested deeper than 500 levels'],
    ['size', 'é'.repeat(6), 'yaml.too-large', 'YAML of more than 10 bytes is refused', { maxBytes: 10 }],
    [
      'nodes',
      '- a\n'.repeat(20),
      'yaml.too-many-nodes',
      'YAML document of more than 10 nodes is refused',
      { maxNodes: 10 },
    ],
  ];
  for (const [reason, yaml, code, message, reading] of cases) {
    test(reason, () => {
      expect(() => readYaml(yaml, reading)).toThrow(expect.objectContaining({ code, message, kind: 'user' }));
    });
  }

  test('a bomb beside what is looked at more closely', () => {
    const yaml = `${bomb}? x\n: {<<: {a: {b: 1}}}\n`;
    expect(() => readYaml(yaml)).toThrow(expect.objectContaining({ code: 'yaml.excessive-aliasing' }));
  });

  test('aliases that nest deeper than text may', () => {
    const levels = Array.from(
      { length: 60 },
      (_, level) => `a${level}: &a${level} {b: ${level === 0 ? 1 : `*a${level - 1}`}}`,
    );
    expect(() => readYaml(levels.join('\n'), { maxDepth: 50 })).toThrow(
      expect.objectContaining({ code: 'yaml.too-deep' }),
    );
  });

  test('many aliases of one small object are what people write', () => {
    const yaml = `a: &a {b: c, d: e}\nl:\n${'- *a\n'.repeat(2000)}`;
    expect(readYaml(yaml)).toMatchObject({ l: { length: 2000 } });
  });

  test('an alias of a long text, many times', () => {
    const yaml = `a: &a "${'x'.repeat(1_000_000)}"\nb: [${'*a,'.repeat(1000)}]`;
    expect(() => readYaml(yaml)).toThrow(expect.objectContaining({ code: 'yaml.excessive-aliasing' }));
  });
});

test('any text is read or refused with a code, and nothing else', () => {
  const tokens = [
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '&x ',
    '*x',
    '!!map ',
    '!!int ',
    '!t ',
    '|\n',
    '>-\n',
  ];
  const more = [
    '? ',
    '<<: ',
    '#',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '\t',
    '0x1',
    '.inf',
    '\\',
    'null',
    '@',
    '\u0085',
    '\ufeff',
  ];
  const text = fc.array(fc.constantFrom(...tokens, ...more), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom('sigs' as const, 'yaml3' as const), (yaml, profile) => {
      try {
        for (const { value } of readDocuments(yaml, { profile })) stringifyJson(value);
      } catch (error) {
        expect(hasCode(error, 'yaml.invalid', 'yaml.too-deep'), `${JSON.stringify(yaml)}: ${error}`).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
