/** Reading and writing compared with Go's libraries themselves, to the word of every refusal. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../../base/errors.ts';
import { canonicalJson, stringifyJson } from '../../base/json/stringify.ts';
import { type Json, member } from '../../base/json-value.ts';
import { askOracle, oraclePath } from '../../testkit/line-oracle.ts';
import type { YamlProfile } from './go-scalars.ts';
import { yamlTexts } from './random-documents.fixture.ts';
import { readDocuments, readYaml } from './read.ts';
import { writeYaml } from './write.ts';

const goyaml = oraclePath('goyaml');
const RUNS = Number(process.env['YAML_FUZZ_RUNS'] ?? 10_000);
const SEED = Number(process.env['YAML_FUZZ_SEED'] ?? 3);

const SCALARS = (
  'y Y yes Yes YES yEs on On ON n no No NO off OFF true True TRUE tRue false null Null NULL ~ nUll 012 0o12 0O12 0b11 ' +
  '-0b11 0B1 0x1F 0X1f -0x1f +12 -12 1_000 0_8 08 09.5 1e3 1E3 1. .5 ._5 . - + +.5 -.5 1e400 12345678901234567890 ' +
  '123456789012345678901234 -9223372036854775808 9223372036854775807 9223372036854775808 18446744073709551615 ' +
  '18446744073709551616 +9223372036854775808 1:20 12:30:45 2001-01-01 2001-12-14t21:59:43.10-05:00 0 -0 00 0.0 1.0 ' +
  '1e20 1e21 1.0e-7 0x 0b 0o 0b2 0o8 0777 = 1,000 1_2.3_4 _1 1__0 1_ 0x_1 0x1_0 ++1 0.1e 1e+3 .e3 .5e3 1.5e 1.2.3 ' +
  '192.168.0.1 e1 Infinity nan inf @a `a %a "3" \'3\' !!int_3 !!str_3 !!float_3 !foo_3 [y,n] {y:1} [1,2,] {a,b}'
).split(' ');

const DOCUMENTS = [
  ...SCALARS.map((text) => `a: ${text.replace(/^(!\S+)_/, '$1 ')}`),
  'a: &x {b: 1}\nc:\n  <<: *x\n  b: 2',
  'a: &x {b: 1}\nc:\n  b: 2\n  <<: *x',
  'x: &x {a: 1}\ny: &y {a: 2, b: 3}\nz:\n  <<: [*x, *y]',
  '<<: [{a: 1},{a: 2}]',
  '"<<": {a: 1}',
  'a: |\n  x\n  y\nb: >\n  x\n  y\n\n  z\nc: |+\n  x\n\n',
  'a:\n- 1\n- 2\nb:\n  - c: 1\n    d: 2',
  '{"a": 1.0, "b": 1e3}',
  '? a\n: b',
  'a: b\n  c',
  'a: "x\\\n  y"',
  'a: b:',
  'a: b: c',
  'a: *x',
  'a:\n\tb: 1',
  'a: 1\n b: 2',
  'a: [1',
  'a: {{ .Values.x }}',
];

describe.skipIf(goyaml === undefined)('goyaml', () => {
  const ask = (requests: readonly object[]) => (goyaml === undefined ? [] : askOracle(goyaml, requests));

  test.each(['sigs', 'yaml3'] as const)('reads as %s', (profile) => {
    const mode = profile === 'sigs' ? 'sigs' : 'yaml.v3';
    const answers = ask(DOCUMENTS.map((yaml) => ({ yaml, mode })));
    const isTime = (yaml: string): boolean => profile === 'yaml3' && yaml.startsWith('a: 2001-');
    const different = DOCUMENTS.filter((yaml, index) => {
      return ours(yaml, profile) !== theirs(answers[index]) && !isTime(yaml);
    });
    expect(different).toEqual([]);
  });

  const texts = goyaml === undefined ? [] : fc.sample(yamlTexts(), { numRuns: RUNS, seed: SEED });
  const reading = `reads each of ${RUNS} texts (seed ${SEED}) as %s, or refuses it with the same words`;

  test.each(['sigs', 'sigs-strict'] as const)(reading, (mode) => {
    const answers = ask(texts.map((yaml) => ({ yaml, mode })));
    const different = texts.flatMap((yaml, index) => {
      const [got, expected] = [exactly(yaml, mode === 'sigs-strict'), answerOf(answers[index])];
      const isSame = got === expected || mayAnswer(ask, { yaml, mode }, got);
      return isSame ? [] : [{ yaml, got, expected }];
    });
    expect(different.slice(0, 3)).toEqual([]);
  });

  test(`writes ${RUNS} values as the same text`, () => {
    const values = fc.sample(jsonValues(), { numRuns: RUNS, seed: SEED });
    const answers = ask(values.map((value) => ({ yaml: stringifyJson(value) })));
    const different = values.filter((value, index) => {
      const expected = answers[index]?.['yaml'];
      return typeof expected === 'string' && expected !== '' && writeYaml(value) !== expected;
    });
    expect(different.slice(0, 3)).toEqual([]);
  });
});

function ours(yaml: string, profile: YamlProfile): string {
  try {
    if (profile === 'sigs') return canonicalJson(readYaml(yaml));
    return canonicalJson([...readDocuments(yaml, { profile })].map(({ value }) => value));
  } catch {
    return 'refused';
  }
}

function theirs(answer: unknown): string {
  const value = answer as Json;
  return member(value, 'error') === undefined ? canonicalJson(member(value, 'json') ?? null) : 'refused';
}

function exactly(yaml: string, strict: boolean): string {
  try {
    return canonicalJson(readYaml(yaml, { strict }));
  } catch (error) {
    return `refused: ${messageOf(error).replace('error converting YAML to JSON: ', '')}`;
  }
}

const ASKED_AGAIN = 60;

/**
 * Where two keys have one name in JSON (`1` and `"1"`), or none, the order of Go's maps decides, which is random: there Go
 * itself gives our answer sooner or later.
 */
function mayAnswer(ask: (requests: readonly object[]) => readonly unknown[], request: object, got: string): boolean {
  return ask(Array.from({ length: ASKED_AGAIN }, () => request)).some((answer) => answerOf(answer) === got);
}

function answerOf(answer: unknown): string {
  const value = answer as Json;
  const error = member(value, 'error');
  return error === undefined ? canonicalJson(member(value, 'json') ?? null) : `refused: ${String(error)}`;
}

/** Values made of texts that are hard to quote. Left out is what only Go's own way through JSON changes. */
function jsonValues(): fc.Arbitrary<Json> {
  const hard = [
    '',
    ' ',
    '\n',
    'a',
    'true',
    'y',
    '12',
    '1.5',
    '- a',
    ': ',
    ' #',
    "'",
    '"',
    '\\',
    '\t',
    '2001-01-01',
    '1:20',
  ];
  const more = ['---', '{', ']', '*', '!', '%', '@', '|', '?', 'é', '\u00a0', '😀', '\r', '0x1f', 'lorem ipsum dolor '];
  const word = fc.oneof(
    fc.constantFrom(...hard, ...more, 'x'.repeat(90), '  two  spaces  '),
    fc.string({ maxLength: 5 }),
  );
  const text = fc.array(word, { maxLength: 6 }).map((words) => words.join('').replaceAll('<<', '<'));
  // Keys with zeros can be less than one another in a circle, and Go's own order of them is random.
  const names = fc.constantFrom('a', 'a1', 'a12', 'a2', 'A', 'metadata', 'k'.repeat(130), 'é');
  const key = fc.oneof(names, text).map((name) => name.replaceAll('0', '5'));
  return fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom<Json>(null, true, false),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(key, tie('json'), { maxKeys: 5 }),
    ),
  })).json;
}
