/** Parameters, defaults that refer to one another, and calls that do not fit. */
import fc from 'fast-check';
import { wordsOf } from './words-of.fixture.ts';

const parameter = fc.constantFrom(
  ...wordsOf`
    a¦b¦c¦a=1¦b=a¦c=b¦a=b¦b=c¦c=a¦b=error "d"¦c=a + b¦b=function(x) a¦a=a¦d=std.length(a)
  `,
);
const argument = fc.constantFrom(
  ...wordsOf`
    1¦2¦"s"¦error "arg"¦a=1¦b=2¦c=3¦b=error "named"¦z=9¦[1]¦f¦function(x) x¦null¦self¦{}
  `,
);
const body = fc.constantFrom(
  ...wordsOf`
    a¦[a, b]¦[a, b, c]¦a + b¦{a: a, b: b}¦if a > 0 then f(a - 1, b) else b¦if a > 0 then f(a - 1) else 0¦f¦error a
    local a = 5; a¦function(b) [a, b]¦assert a > 0 : "neg"; a¦std.trace("t", a)¦b(a)¦a(b)¦f(1, 2, 3)¦[f(x) for x in []]¦g(a)
    {r: f(1)}.r¦f(b=a, a=1)¦f(a - 1) tailstrict¦if std.type(a) == "number" && a > 0 then f(a - 1, b=2) tailstrict else a
  `,
);
const USES = [
  '@',
  '[@, @]',
  '{ x: @, y:: self.x }',
  'local h = function(q) @;\nh(h)',
  'std.map(function(a) @, [1, 2])',
];

/** Two functions that call one another, and calls of them. */
export const functionPrograms: fc.Arbitrary<string> = fc
  .tuple(
    fc.uniqueArray(parameter, { maxLength: 4 }),
    body,
    fc.array(argument, { maxLength: 4 }),
    fc.constantFrom('', '', ' tailstrict'),
    fc.constantFrom(...USES),
    body,
  )
  .map(([parameters, text, given, strict, use, other]) => {
    const call = `f(${given.join(', ')})${strict}`;
    const first = parameters.slice(0, 2).join(', ');
    return `local f(${parameters.join(', ')}) = ${text},\n  g(${first}) = ${other};\n${use.replaceAll('@', () => call)}`;
  });
