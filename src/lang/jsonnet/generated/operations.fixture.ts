/** Operators and numbers. */
import fc from 'fast-check';
import { hardValue } from './hard-values.fixture.ts';
import { wordsOf } from './words-of.fixture.ts';

const OPERATORS = wordsOf`
    +¦-¦*¦/¦%¦<¦<=¦>¦>=¦==¦!=¦&¦|¦^¦<<¦>>¦&&¦||¦in
  `;
/** Operators between anything. */
export const operations: fc.Arbitrary<string> = fc
  .tuple(
    hardValue,
    hardValue,
    hardValue,
    fc.constantFrom(...OPERATORS),
    fc.constantFrom(...OPERATORS),
    fc.constantFrom('', '-', '+', '!', '~'),
    fc.constantFrom('@', '[@]', '{a: @}', 'local f(x)=@; f(1)', '"" + (@)'),
  )
  .map(([one, two, three, operator, next, sign, wrap]) => {
    const isOfTwo = operator === 'in' || next === 'in';
    return wrap.replaceAll('@', () => `${sign}(${one}) ${operator} (${two})${isOfTwo ? '' : ` ${next} (${three})`}`);
  });
const number = fc.oneof(
  fc.constantFrom(
    ...wordsOf`
    0¦-0¦1¦-1¦1e308¦-1e308¦1.7976931348623157e308¦5e-324¦9007199254740991¦9007199254740992¦9007199254740993¦-9007199254740992
    2147483647¦2147483648¦-2147483648¦4294967296¦1e15¦1e16¦1e17¦1e20¦1e21¦1e-6¦1e-7¦123456789012345680000¦0.1
    0.30000000000000004¦1.5¦-2.5¦63¦64¦65¦-64¦1e400¦1e-400¦0x10¦1.¦.5¦1e¦1e+5¦1E5¦00¦1_000¦1__0¦_1
  `,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc.maxSafeInteger().map(String),
);
/** Numbers at the ends of their range, in arithmetic, positions and the library. */
export const numberPrograms: fc.Arbitrary<string> = fc
  .tuple(
    number,
    number,
    fc.constantFrom(
      ...wordsOf`
    @ + #¦@ - #¦@ * #¦@ / #¦@ % #¦@ & #¦@ | #¦@ ^ #¦@ << #¦@ >> #¦~@¦-@¦[@ < #, @ == #]¦std.pow(@, #)¦std.floor(@)
    std.round(@)¦std.ceil(@)¦std.mod(@, #)¦std.modulo(@, #)¦std.exponent(@)¦std.mantissa(@)¦std.toString(@)¦"" + @
    std.manifestYamlDoc(@)¦std.manifestJsonEx([@], " ")¦std.manifestTomlEx({a: @}, "")¦std.manifestPython(@)¦std.log(@)
    std.sqrt(@)¦std.exp(@)¦std.isInteger(@)¦std.isEven(@)¦std.sign(@)¦std.max(@, #)¦std.hypot(@, #)¦std.atan2(@, #)
    [1,2,3][@]¦"abc"[@]¦"abc"[@:#]¦[1,2,3][@:#]¦[1,2,3][@:#:@]¦[1,2,3][:#:2]¦std.makeArray(2, function(i) @)¦std.char(@)
    std.range(1, 3)[@]¦std.repeat("ab", std.min(@, 5))¦std.substr("abcdef", @, std.min(#, 9))¦std.log2(@)¦std.log10(@)
    std.parseInt("@")¦std.parseJson("@")¦std.parseYaml("@")¦std.parseHex("@")¦std.parseOctal("@")¦std.clamp(@, #, 3)
    std.abs(@)¦[@, #]¦std.trace("t" + @, #)¦std.sum([@, #])¦std.avg([@, #])
  `,
    ),
  )
  .map(([one, other, program]) => program.replaceAll('@', one).replaceAll('#', other));
