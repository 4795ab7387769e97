/** Charts that mean harm: a clear error within the budget, and the next render is as good as ever. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hasCode } from '../../base/errors.ts';
import { offlineCapabilities } from './capabilities/capabilities.ts';
import { loadChart } from './chart/load-chart.ts';
import { renderChart } from './render-chart.ts';

const LIMITS = { steps: 2_000_000, bytes: 8 * 2 ** 20, milliseconds: 20_000 };

function render(files: Readonly<Record<string, string>>): readonly string[] {
  const all = { 'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n', ...files };
  const chart = loadChart(
    Object.entries(all).map(([name, text]) => ({ name, data: Buffer.from(text) })),
    { helm: 4 },
  );
  const { manifests } = renderChart({
    chart,
    values: new Map(),
    helm: 4,
    release: { name: 'r', namespace: 'n', isUpgrade: false },
    capabilities: offlineCapabilities(4),
    now: () => 0n,
    random: (bytes) => randomBytes(bytes),
    clock: () => performance.now(),
    limits: LIMITS,
  });
  return manifests.map(({ content }) => content);
}

function failure(files: Readonly<Record<string, string>>): unknown {
  try {
    return render(files);
  } catch (error) {
    return error;
  }
}

function expectHarmless(files: Readonly<Record<string, string>>, ...codes: readonly string[]): void {
  const started = performance.now();
  const error = failure(files);
  expect(hasCode(error, ...codes), String(error)).toBe(true);
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(render({ 'templates/t.yaml': 'still: {{ "alive" }}' })).toEqual(['still: alive']);
}

const BOMB = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...'bcdefgh'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefg'[index]},`.repeat(9)}]`),
].join('\n');

describe('templates', () => {
  test.each([
    ['a template that includes itself', '{{- define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}'],
    [
      'two that include each other twice',
      '{{- define "a" }}{{ include "b" . }}{{ include "b" . }}{{ end }}{{- define "b" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
    ],
    ['a template that calls itself', '{{- define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}'],
    ['tpl of a text that holds itself', '{{ $t := "{{ tpl .t . }}" }}{{ tpl $t (dict "t" $t "Template" .Template) }}'],
    ['repeat', '{{ repeat 1000000000 "x" }}'],
    ['repeat of what was repeated', '{{ repeat 100000 (repeat 100000 "x") | len }}'],
    ['a long range', '{{ range until 1000000000 }}x{{ end }}'],
    ['ranges in ranges', '{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}'],
    ['a gigabyte of output', '{{ $x := repeat 1000000 "x" }}{{ range 1000 }}{{ $x }}{{ end }}'],
    ['a text that doubles', '{{ $x := "x" }}{{ range 60 }}{{ $x = print $x $x }}{{ end }}'],
    ['a list that doubles', '{{ $x := list 1 }}{{ range 60 }}{{ $x = concat $x $x }}{{ end }}'],
    ['indent', '{{ indent 1000000000 "x\nx" }}'],
    ['printing with a large width', '{{ range 1000000 }}{{ printf "%100000d" 1 | len }}{{ end }}'],
    ['a value that holds itself, printed', '{{ $x := dict }}{{ $_ := set $x "a" $x }}{{ print $x }}'],
    ['a value that holds itself, copied', '{{ $x := dict }}{{ $_ := set $x "a" $x }}{{ deepCopy $x }}'],
    [
      'a value that holds itself, merged',
      '{{ $x := dict }}{{ $_ := set $x "a" $x }}{{ merge $x (deepCopy (dict "a" (dict "a" 1))) $x | len }}{{ print $x }}',
    ],
    ['a pattern too large', '{{ mustRegexMatch "(((a{100}){100}){100}){100}" "a" }}'],
    ['aliases that multiply, read', `{{ fromYaml ${JSON.stringify(BOMB)} | toYaml | len }}`],
    ['deep brackets', `{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`],
    [
      'deep JSON',
      '{{ fromJson (repeat 1000000 "[") | len }}{{ print (dict "a" 1 | toJson | fromJson) }}{{ fail "not deep" }}',
    ],
    ['random text without end', '{{ randAlphaNum 1000000000 }}'],
    ['keys without end', '{{ range 1000 }}{{ genPrivateKey "ecdsa" | len }}{{ end }}'],
    ['large keys without end', '{{ range 1000 }}{{ genPrivateKey "rsa" | len }}{{ end }}'],
    ['keys of another kind without end', '{{ range 1000 }}{{ genPrivateKey "dsa" | len }}{{ end }}'],
    ['keys of a third kind without end', '{{ range 1000 }}{{ genPrivateKey "ed25519" | len }}{{ end }}'],
    ['certificates without end', '{{ range 1000 }}{{ (genCA "x" 1).Cert | len }}{{ end }}'],
    ['certificates that sign themselves', '{{ range 1000 }}{{ (genSelfSignedCert "x" nil nil 1).Key | len }}{{ end }}'],
    ['passwords without end', '{{ range 1000 }}{{ derivePassword 1 "long" "a" "b" "c" | len }}{{ end }}'],
    ['entries of htpasswd without end', '{{ range 1000 }}{{ htpasswd "a" "b" | len }}{{ end }}'],
    [
      'encryption of a large text, again and again',
      '{{ $x := repeat 1000000 "x" }}{{ range 100 }}{{ encryptAES "k" $x | len }}{{ end }}',
    ],
    [
      'a pattern that is compiled again and again',
      '{{ range $i := until 1000000 }}{{ regexMatch (printf "a{%d}" (mod $i 999)) "a" }}{{ end }}',
    ],
    [
      'a text that is split into everything',
      '{{ $x := repeat 1000000 "x" }}{{ range 100 }}{{ len (splitList "" $x) }}{{ end }}',
    ],
    ['files that are matched again and again', '{{ range 1000000 }}{{ $.Files.Glob "**" | len }}{{ end }}'],
    ['JSON of a text, again and again', '{{ $x := repeat 1000000 "x" }}{{ range 100 }}{{ toJson $x | len }}{{ end }}'],
    [
      'blocks that call one another',
      '{{ define "a" }}{{ block "b" . }}{{ template "a" . }}{{ end }}{{ end }}{{ template "a" . }}',
    ],
    [
      'tpl that includes who called it',
      '{{ define "a" }}{{ tpl "{{ include "a" . }}" . }}{{ end }}{{ include "a" . }}',
    ],
    ['hashes of passwords without end', '{{ range 1000 }}{{ bcrypt "x" | len }}{{ end }}'],
  ])('%s', { timeout: 60_000 }, (_reason, template) => {
    expectHarmless({ 'templates/t.yaml': template }, 'helm.budget', 'helm.template');
  });

  test('a pattern that would backtrack for ever takes linear time', () => {
    const template = 'x: {{ regexMatch "^(a+)+$" (printf "%s!" (repeat 20000 "a")) }}';
    expect(render({ 'templates/t.yaml': template })).toEqual(['x: false']);
  });
});

test('lookup finds nothing, getHostByName asks nobody', () => {
  const template = '{{ lookup "v1" "Secret" "a" "b" | toJson }} {{ getHostByName "localhost" | quote }}';
  expect(render({ 'templates/t.yaml': `found: '${template}'` })).toEqual([`found: '{} ""'`]);
});

describe('output and values', () => {
  test.each([
    ['aliases that multiply', { 'templates/t.yaml': BOMB }, 'helm.invalid-manifest'],
    ['nesting without end', { 'templates/t.yaml': `a: ${'['.repeat(100_000)}` }, 'helm.invalid-manifest'],
    ['values that multiply', { 'values.yaml': BOMB }, 'helm.invalid-values'],
    ['values nested without end', { 'values.yaml': `a: ${'{a: '.repeat(100_000)}` }, 'helm.invalid-values'],
  ])('%s', (_reason, files, code) => {
    expectHarmless(files, code);
  });
});

describe('schemas', () => {
  const deep = (levels: number): object => (levels === 0 ? { type: 'string' } : { not: deep(levels - 1) });
  const wide = { anyOf: Array.from({ length: 30 }, () => ({ $ref: '#/$defs/b' })) };
  test.each([
    ['a reference to itself', { $ref: '#' }],
    ['references to one another', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }],
    ['names that fit a pattern badly', { patternProperties: { '((x{100}){100}){100}': true } }],
    [
      'alternatives of alternatives',
      {
        properties: { a: wide },
        $defs: {
          b: { anyOf: Array.from({ length: 30 }, () => ({ $ref: '#/$defs/c' })) },
          c: { anyOf: Array.from({ length: 30 }, () => ({ $ref: '#/$defs/d' })) },
          d: { anyOf: Array.from({ length: 300 }, () => ({ allOf: [{ $ref: '#/$defs/e' }] })) },
          e: { type: 'string' },
        },
      },
    ],
    ['nesting', deep(900)],
    ['a pattern too large', { properties: { a: { pattern: '(((x{100}){100}){100}){100}' } } }],
    ['a reference to elsewhere', { $ref: 'https://169.254.169.254/latest' }],
    ['a reference to a file', { $ref: 'file:///etc/passwd' }],
  ])('%s', { timeout: 30_000 }, (_reason, schema) => {
    expectHarmless({ 'values.yaml': 'a: 1', 'values.schema.json': JSON.stringify(schema) }, 'helm.schema');
  });
});
