/** Templates that want more time or memory than there is: a clear error of the budget, soon. */
import { expect, test } from 'vitest';
import { compileTemplates } from '../go-template/index.ts';
import { Budget, goDict } from '../go-value/index.ts';
import { countingBytes } from './call.fixture.ts';
import { helmTable } from './helm/helm-functions.ts';

const LIMITS = { steps: 2_000_000, bytes: 8 * 2 ** 20 };
/** A map that is small, and has 2^60 ways to its leaf. */
const SHARED = '{{ $d := dict "a" 1 }}{{ range until 60 }}{{ $d = dict "a" $d "b" $d }}{{ end }}';
const LOOP = '{{ $m := dict }}{{ $_ := set $m "m" $m }}';

function outcome(text: string): string {
  const inputs = { budget: new Budget(LIMITS), now: () => 0n, random: countingBytes() };
  try {
    return compileTemplates([{ name: 't', text }], helmTable()).execute('t', goDict(), inputs);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'no error of ours';
  }
}

const OVER = /^template\.(?:too-many-steps|too-much-output|too-deep)$/;

test.each([
  ['a repeated text', '{{ repeat 1000000000 "xx" }}'],
  ['a far indentation', '{{ indent 1000000000 "x" }}'],
  ['a long sequence', '{{ seq 1 1000000000 }}'],
  ['a long list', '{{ until 1000000000 }}'],
  ['a line break for every letter', '{{ wrapWith 1 (repeat 10000 "y") (repeat 10000 "x") }}'],
  ['a long separator', '{{ join (repeat 10000 "x") (until 10000) }}'],
  ['a replacement everywhere', '{{ replace "" (repeat 10000 "y") (repeat 10000 "x") }}'],
  ['a pattern that matches everywhere', '{{ regexReplaceAll "" (repeat 10000 "x") (repeat 10000 "y") }}'],
  ['lists that double', '{{ $l := list 1 }}{{ range until 40 }}{{ $l = concat $l $l }}{{ end }}'],
  ['keys without end', '{{ range until 10000 }}{{ genPrivateKey "ecdsa" }}{{ end }}'],
  ['hashes without end', '{{ range until 10000 }}{{ bcrypt "x" }}{{ end }}'],
  ['random text', '{{ randAlphaNum 1000000000 }}'],
  ['random bytes', '{{ randBytes 1000000000 }}'],
  ['a shared value as JSON', `${SHARED}{{ toJson $d }}`],
  ['a shared value as YAML', `${SHARED}{{ toYaml $d }}`],
  ['a shared value as pretty YAML', `${SHARED}{{ toYamlPretty $d }}`],
  ['a shared value as TOML', `${SHARED}{{ toToml $d }}`],
  ['a shared value as text', `${SHARED}{{ toString $d }}`],
  ['a shared value in quotes', `${SHARED}{{ quote $d }}`],
  ['a shared value, copied', `${SHARED}{{ deepCopy $d }}`],
  ['two shared values, merged', `${SHARED}{{ $e := $d }}${SHARED}{{ merge $d $e }}`],
  ['a map in itself, copied', `${LOOP}{{ deepCopy $m }}`],
  ['a map in itself, merged', `${LOOP}{{ merge $m $m }}`],
  ['a map in itself as text', `${LOOP}{{ cat $m }}`],
])('%s', (_reason, text) => expect(outcome(text)).toMatch(OVER));

test('a shared value is compared once', () => {
  expect(outcome(`${SHARED}{{ $e := $d }}${SHARED}{{ deepEqual $d $e }}`)).toBe('true');
});

test('a pattern that would take for ever elsewhere', () => {
  expect(outcome('{{ regexMatch "^(a+)+$" (print (repeat 5000 "a") "b") }}')).toBe('false');
});
