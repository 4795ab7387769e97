/** Values at the ends of what is possible: of numbers, of texts, of laziness. */
import fc from 'fast-check';
import { COMPOUNDS, SCALARS } from '../odd-values.fixture.ts';
import { wordsOf } from './words-of.fixture.ts';

const HARDER = [
  ...wordsOf`
    1e308¦-1e308¦9007199254740993¦-9007199254740993¦9007199254740991¦1e-320¦2147483648¦-2147483649¦4294967295¦0.1¦1e21
    123456789.123456789¦-0.5¦64¦63¦53¦9223372036854775807¦-9223372036854775808¦18446744073709551616¦"\uD83D\uDE00"¦"e\u0301"
    "\u00e9"¦"\u0000"¦"ß"¦"İı"¦"ﬀ"¦"日本語テキスト"¦"\ud800"¦"\u202e"¦"Ǆ"¦" \t\n x \r "¦"%"¦"%5.2f"¦"a\"b'c"¦"key: [unclosed"
    "{\"a\": [1, 2"¦"- a: &x 1\n- b: *x"¦"0o17"¦"1_000"¦"1e400"¦".inf"¦"~"¦"2001-01-01"¦"!!str 1"¦[[2, "b"], [1, "a"]]
    ["é", "e\u0301", "z", "Z"]¦[3, "a", null]¦[{k: 2}, {k: 1}, {k: 1.5}]¦[[1], [1, 2], []]¦[1, [2, [3, [4]]]]¦[function(x) x]
    [1, 2, 3, 2, 1]¦["a", ["b"], {c: 1}]¦{a:: 1}¦{a: {b: 1}} + {a+: {c: 2}}¦{assert false}¦{a: self.b, b: error "deep"}
    {["x" + i]: {y: i} for i in [1, 2]}¦{"a.b": 1, "c d": {"": []}, "\"q\"": true}¦{a: function(x) x}
    {x: null, y: [null], z: {w: null}}¦{"é": 1, "日": 2, "A": 3, "a": 4, "_": 5}¦function(x, y, z) x + y + z
    function(x=error "dflt") x¦function(x) error "in f"¦function(x) x.k¦function(x) x[0]¦function(x) -x
    function(x) if x > 1 then x else error "small"¦function(a, b) a + b¦function(i, x) [i, x]¦std.map¦function(x) null
    function(x) "s"¦function(x) x % 2 == 0¦std.thisFile¦std.makeArray(3, function(i) i * i)
    std.makeArray(2, function(i) error "el" + i)¦std.native("x")
  `,
  '"\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67"',
];
/** What programs are made of: plain values, and those that libraries stumble over. */
export const hardValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SCALARS) },
  { weight: 3, arbitrary: fc.constantFrom(...COMPOUNDS) },
  { weight: 4, arbitrary: fc.constantFrom(...HARDER) },
);
