/** What random parts of programs are made of. `fill` puts an arbitrary into each hole of a template. */
import fc from 'fast-check';

export const one = (...parts: readonly string[]) => fc.constantFrom(...parts);

/** A template with a hole for each arbitrary: `fill('tostring(%)', number)`. */
export function fill(template: string, ...holes: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const pieces = template.split('§');
  return fc.tuple(...holes).map((values) => pieces.map((piece, index) => piece + (values[index] ?? '')).join(''));
}

export const small = fc.integer({ min: -4, max: 9 }).map(String);
export const number = fc.oneof(
  small,
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => String(value)),
  one('0', '-0', '1', '0.1', '1e15', '1e16', '123456789012', '2^53', '1e100', '1e-7', '0xff', '(1/0)', '(0/0)', '-1.5'),
);
const word = one("'a'", "'abc'", "'b'", "''", "'A b'", "'héé'", "'a.b,c d'", "'x=1, y=2'", "'%d'", "'  pad '", "'10'");
export const numeral = one(
  "'10'",
  "'0x1F'",
  "' 7 '",
  "'1e2'",
  "'1.5'",
  "'1 2'",
  "'z'",
  "'-3'",
  "'0x'",
  "'1e'",
  "'.5'",
  "'5.'",
);
export const text = fc.oneof(
  word,
  numeral,
  one('"\\65\\066\\n\\t\\"q\\""', '[[long\nstring]]', '[==[a]]b]==]', "'\\0z'"),
);
export const scalar = fc.oneof(number, text, one('nil', 'true', 'false'));
export const thing = fc.oneof(scalar, one('{}', '{1, 2}', 'type', 'obj.map', 'obj.list', 'function() end'));
