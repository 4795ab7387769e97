/** What random calls once found to be different from sprig 3.3 in Helm 4.2.4: text and words of errors, to the byte. */
import { expect, test } from 'vitest';
import { compileTemplates } from '../go-template/index.ts';
import { Budget, goDict } from '../go-value/index.ts';
import { countingBytes } from './call.fixture.ts';
import { helmTable } from './helm/helm-functions.ts';
import { sprigTable } from './sprig-functions.ts';

function output(text: string, table = helmTable()): string {
  const inputs = { budget: new Budget(), now: () => 1_700_000_000_000_000_000n, random: countingBytes() };
  return compileTemplates([{ name: 't', text }], table).execute('t', goDict(), inputs);
}

test.each([
  ['nothing but connectors: the last one is written twice', '{{ camelcase "_" }}', '__'],
  ['the year 1200 before our era in two digits', '{{ date "06" (int64 -99999999999) }}', '99'],
  ['seconds beyond all calendars', '{{ dateInZone "-07" (int64 "9223372036854775807") "Australia/Sydney" }}', '+11'],
  ['a zone with one offset for ever', '{{ dateInZone "15:04" (int64 -99999999999) "EST" }}', '09:13'],
  ['before zones were agreed on', '{{ dateInZone "MST" (int64 -99999999999) "Asia/Kolkata" }}', 'LMT'],
  ['groups of one name', '{{ regexReplaceAll "(?P<n>a)|(?P<n>b)" "ab" "<$n>" }}', '<a><b>'],
  ['a copied version has lost what it hides', '{{ deepCopy (semver "1.2.3") }}', '0.0.0'],
  ['padding begun in the middle', '{{ b64dec "aG=sbA==" }}', 'illegal base64 data at input byte 2'],
  ['a nil list is an empty document', '{{ toToml (rest (list)) }}', '[]'],
  ['YAML without content', '{{ fromYaml "" | toJson }}{{ fromYamlArray "null" | toJson }}', '{}[]'],
  ['a character that JSON allows and YAML does not', '{{ toYaml "\\x7f" }}', ''],
  ['a line break of YAML 1.1', '{{ toYaml "a\\u0085b" }}', 'a b'],
  ['pretty lists stand to the right', '{{ toYamlPretty (dict "a" (list 1 1e6)) }}', 'a:\n  - 1\n  - 1e+06'],
  [
    'a number by its kind, whatever its size',
    '{{ fromJson "1e999" }}',
    'map[Error:json: cannot unmarshal number into Go value of type map[string]interface {}]',
  ],
])('%s', (_reason, text, expected) => expect(output(text)).toBe(expected));

test.each([
  ['the end of a number', '{{ mustFromJson "1e" }}', "invalid character ' ' in exponent of numeric literal"],
  ['an empty constraint', '{{ semverCompare "" "1" }}', 'improper constraint: ""'],
  ['a constraint with a broken version', '{{ semverCompare ">=1.2.3-01" "1" }}', 'constraint parser error'],
  [
    'an escape cut through a character',
    '{{ urlParse "ꔘ%ﯝ" }}',
    'unable to parse url: parse "ꔘ%ﯝ": invalid URL escape "%\\xef\\xaf"',
  ],
  [
    'bytes of a text that is no time',
    '{{ mustToDate "é" "è" }}',
    'parsing time "\\xc3\\xa8" as "\\xc3\\xa9": cannot parse "\\xa8" as "\\xc3\\xa9"',
  ],
  ['a copy of nothing', '{{ deepCopy nil }}', 'reflect: call of reflect.Value.Type on zero Value'],
])('%s', (_reason, text, expected) => {
  expect(() => output(text, sprigTable())).toThrow(
    expect.objectContaining({ message: expect.stringMatching(escaped(`${expected}`)) }),
  );
});

function escaped(text: string): RegExp {
  return new RegExp(`: ${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
}
