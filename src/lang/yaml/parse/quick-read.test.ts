/** The quick reader reads what the full parser reads, or nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringifyJson } from '../../../base/json/stringify.ts';
import type { Json } from '../../../base/json-value.ts';
import { DEFAULT_YAML_LIMITS } from '../limits.ts';
import { yamlTexts } from '../random-documents.fixture.ts';
import { parsedDocuments } from '../read-sigs.ts';
import { quickRead } from './quick-read.ts';

const SETTINGS = { profile: 'sigs', strict: false, ...DEFAULT_YAML_LIMITS } as const;
const RUNS = Number(process.env['YAML_FUZZ_RUNS'] ?? 1500);
const SEED = Number(process.env['YAML_FUZZ_SEED'] ?? 5);

const MANIFEST = `# Source: web
---
apiVersion: apps/v1
kind: Deployment # of an app
metadata:
  name: "web"
  labels: {app: web, "tier": front, 'x y': 2}
  annotations:
    empty:
    note: a text that
      goes on

      over lines
    quoted: 'it''s
      folded'
    escaped: "a\\tb\\
      c"
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.2.3@sha256:0a
        args: ["--listen", a:8080, -v,
          x]
        command:
        - /bin/sh
        - -c
        -
        - |
          set -e
            echo "a: b" # no comment

          exit 0
      -   env:
          - name: ON
            value: yes
          - - deep
            - 1.50
data:
  keep: |+
    a

  strip: >-
    folded
    text

      indented
    back
  last: 0x1F
`;

describe('reads', () => {
  test.each([
    ['a manifest', MANIFEST],
    ['line breaks of Windows', MANIFEST.replaceAll('\n', '\r\n')],
    ['a list', '- a\n- b: c\n  d: [1, {}]\n'],
    ['a flow collection over lines', '[\n  a,\n  "b", \n]\n'],
    ['characters beyond ASCII', 'é: 日本 😀\n'],
    ['keys that are no texts', '1: a\nyes: b\n1.5: c\n0x10: d\n'],
    ['a text without a last line break', 'a: |\n  b\n  c'],
    ['numbers', 'a: 007\nb: 12345678901234567890\nc: -0.0\nd: 1_000\ne: 1e400\n'],
  ])('%s', (_, text) => {
    expect(shown([quickRead(text, SETTINGS) ?? 'nothing'])).toBe(full(text, false));
  });
});

test.each([
  ['an anchor', 'a: &x 1\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a merge key', 'a:\n  <<: {b: 1}\n'],
  ['several documents', 'a: 1\n---\nb: 2\n'],
  ['the end of a document', 'a: 1\n...\n'],
  ['a directive', '%YAML 1.1\n---\na: 1\n'],
  ['a tab', 'a:\t1\n'],
  ['a key without a name in JSON', '~: 1\n'],
  ['a number that JSON does not have', 'a: .inf\n'],
  ['a key of the prototype', '__proto__: 1\n'],
  ['a broken indentation', 'a:\n    b: 1\n  c: 2\n'],
  ['a list beside keys', 'a: 1\n- b\n'],
  ['a value with a colon', 'a: b: c\n'],
  ['an open quote', 'a: "b\n'],
  ['forbidden characters', 'a: \u0001\n'],
  ['no content', '# nothing\n'],
])('leaves %s to the full parser', (_, text) => {
  expect(quickRead(text, SETTINGS)).toBeUndefined();
});

test('leaves keys that are there already to the full parser, where they are an error', () => {
  expect(quickRead('a: 1\na: 2\n', SETTINGS)).toEqual({ a: 2 });
  expect(quickRead('a: 1\na: 2\n', { ...SETTINGS, strict: true })).toBeUndefined();
});

test('keeps the limits', () => {
  expect(quickRead('- - - a\n', { ...SETTINGS, maxDepth: 2 })).toBeUndefined();
  expect(quickRead('a: [1, 2]\n', { ...SETTINGS, maxNodes: 4 })).toBeUndefined();
  expect(quickRead('a: [1, 2]\n', { ...SETTINGS, maxNodes: 5 })).toEqual({ a: [1, 2] });
});

test('reads random texts as the full parser does', () => {
  const broken = fc.array(fc.tuple(fc.nat(MANIFEST.length), fc.nat(4), pieces()), { minLength: 1, maxLength: 3 });
  const texts = fc.oneof(
    yamlTexts(),
    broken.map((edits) =>
      edits.reduce((text, [at, cut, piece]) => text.slice(0, at) + piece + text.slice(at + cut), MANIFEST),
    ),
    fc
      .tuple(fc.nat(MANIFEST.length), fc.nat(80), pieces())
      .map(([at, length, piece]) => MANIFEST.slice(at, at + length) + piece),
  );
  const property = fc.property(texts, fc.boolean(), (text, strict) => {
    const value = quickRead(text, { ...SETTINGS, strict });
    if (value !== undefined) expect(shown([value])).toBe(full(text, strict));
  });
  fc.assert(property, { numRuns: RUNS, seed: SEED });
});

test('takes for numbers and words what the full parser takes for them', () => {
  const letters = fc.constantFrom(...'0012789.+-_eExXbBoOaAfFnNiItTZz:yYrulsm~/$= ');
  const words = fc.array(letters, { minLength: 1, maxLength: 7 }).map((found) => found.join(''));
  const property = fc.property(words, (word) => {
    const text = `- ${word}\n- ${word}: 1\n- [${word}]\n`;
    const value = quickRead(text, SETTINGS);
    if (value !== undefined) expect(shown([value])).toBe(full(text, false));
  });
  fc.assert(property, { numRuns: RUNS, seed: SEED });
});

function pieces(): fc.Arbitrary<string> {
  const usual = [
    '',
    '',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\n  ',
    '\n      ',
    ': ',
    ':',
    '- ',
    '-',
    '# x',
    ' #',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
  ];
  const rare = [
    ',',
    '|',
    '>',
    '|-',
    '?',
    '? ',
    '&a ',
    '*a',
    '!',
    '\t',
    '\r',
    '\\',
    '%',
    '@',
    '---',
    '---\n',
    '...',
    '~',
    'é',
    '1',
    '<<: ',
  ];
  return fc.constantFrom(...usual, ...rare);
}

/** Minus zero is not lost, and neither is the order of fields. */
function shown(values: readonly Json[]): string {
  return values.map((value) => `${stringifyJson(value)}${Object.is(value, -0) ? '-' : ''}\n`).join('');
}

function full(text: string, strict: boolean): string {
  try {
    return shown([...parsedDocuments({ text, line: 1 }, { ...SETTINGS, strict })]);
  } catch (error) {
    return `refused: ${String(error)}`;
  }
}
