import { expect, test } from 'vitest';
import { goJsonError } from './go-json-error.ts';

test.each([
  ['nothing at all', '', 'unexpected end of JSON input'],
  ['spaces only', ' \n', 'unexpected end of JSON input'],
  ['an object without end', '{"a":1', 'unexpected end of JSON input'],
  ['a string without end', '{"a":"b', 'unexpected end of JSON input'],
  ['an escape without end', '"\\', "invalid character ' ' in string escape code"],
  ['digits of an escape without end', '"\\u1', "invalid character ' ' in \\u hexadecimal character escape"],
  ['a word without end', 'tru', "invalid character ' ' in literal true (expecting 'e')"],
  ['a sign alone', '-', "invalid character ' ' in numeric literal"],
  ['another word', 'nope', "invalid character 'o' in literal null (expecting 'u')"],
  ['a number that begins with zero', '[01]', "invalid character '1' after array element"],
  ['a point without digits', '[1.]', "invalid character ']' after decimal point in numeric literal"],
  ['an exponent without digits', '1e+', "invalid character ' ' in exponent of numeric literal"],
  ['a comma too many', '{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['a comma too many in a list', '[1,]', "invalid character ']' looking for beginning of value"],
  ['no colon', '{"a" 1}', "invalid character '1' after object key"],
  ['no comma', '{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
  ['two values', '{}{}', "invalid character '{' after top-level value"],
  ['single quotes', "'a'", "invalid character '\\'' looking for beginning of value"],
  ['an escape that is none', '"\\x"', "invalid character 'x' in string escape code"],
  ['a control character', '"\u0001"', "invalid character '\\x01' in string literal"],
  ['a tab in a string', '"\t"', "invalid character '\\t' in string literal"],
  ['a mark of byte order: its first byte', '\ufeff{}', "invalid character 'ï' looking for beginning of value"],
])('%s', (_name, text, sentence) => {
  expect(goJsonError(text)).toBe(sentence);
});

test('bytes that are no text', () => {
  expect(goJsonError(Uint8Array.of(0xff))).toBe("invalid character 'ÿ' looking for beginning of value");
  expect(goJsonError(Uint8Array.of(0x80))).toBe("invalid character '\\u0080' looking for beginning of value");
});
