/** The grammar, any expression in any place. */
import fc from 'fast-check';
import { hardValue } from './hard-values.fixture.ts';
import { wordsOf } from './words-of.fixture.ts';

const space = fc.constantFrom(' ', ' ', ' ', '\n', '\n  ', '\t', ' // c\n', ' /* m\n n */ ', ' # h\n', '\r\n', '');
const name = fc.constantFrom('a', 'b', 'c', 'x', 'y', 'f', 'g', 'o', 'o', 'std', 'a', 'b');
const fieldName = fc.constantFrom(
  ...wordsOf`
    a¦b¦c¦k¦"q r"¦['a']¦["b" + "c"]¦[x]¦[null]¦["a"]¦[self.a]¦[a]¦[$.b]
  `,
);
const colon = fc.constantFrom(':', ':', ':', ':', ':', '::', ':::', '+:', '+:', '+::', '+:::');
const { expression } = fc.letrec<{
  expression: string;
  object: string;
  array: string;
  functionText: string;
  member: string;
  applied: string;
  atom: string;
  operation: string;
  loop: string;
  binding: string;
  condition: string;
}>((tie) => ({
  atom: fc.oneof(
    { weight: 4, arbitrary: name },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...wordsOf`
    1¦2¦0¦-1¦"s"¦"a"¦'b'¦null¦true¦false¦1.5¦[]¦{}
  `,
      ),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ...wordsOf`
    self¦$¦super.a¦self.a¦self.b¦self.c¦$.a¦$.b¦super.b¦super["a"]¦'a' in super¦"b" in self¦$.c¦super.c¦self["a"]¦self.f(1)
    $.o.a¦self.o
  `,
      ),
    },
    { weight: 1, arbitrary: hardValue },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...wordsOf`
    error "e1"¦error {a: 1}¦error [1, 2]¦error null¦error self.a¦error 12.5¦import "nope"¦importstr "nope.txt"¦importbin "."
    |||⏎  text %s⏎    more⏎|||¦|||-⏎  t⏎|||¦@"v\n"¦std.thisFile¦std.extVar("nope")
  `,
      ),
    },
  ),
  member: fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(fieldName, colon, space, tie('expression')).map((parts) => parts.join('')),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(name, tie('expression')).map(([variable, text]) => `local ${variable} = ${text}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(name, fc.constantFrom('p', 'p, q=1', 'p=q, q=p', 'a=self.a', 'p=1, q=p + 1', ''), tie('expression'))
        .map(([method, parameters, text]) => `${method}(${parameters}):: ${text}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('expression'), fc.option(tie('expression'), { nil: undefined, freq: 3 }))
        .map(([text, message]) => (message === undefined ? `assert ${text}` : `assert ${text} : ${message}`)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(name, tie('expression')).map(([method, text]) => `local ${method}(p, q=p) = ${text}`),
    },
  ),
  object: fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.array(tie('member'), { maxLength: 4 }), space, fc.constantFrom('', ','))
        .map(([members, gap, last]) => {
          const written = members.join(`,${gap || ' '}`);
          return `{${gap}${written}${members.length > 0 ? last : ''}${gap}}`;
        }),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom('[k]', '["p" + k]', '[std.toString(k)]', '["a"]'),
          fc.constantFrom(':', ':', '::', '+:'),
          tie('expression'),
          tie('loop'),
          fc.constantFrom('', 'local z = k, '),
        )
        .map(([key, colons, text, loop, local]) => `{ ${local}${key}${colons} ${text} ${loop} }`),
    },
  ),
  loop: fc
    .tuple(
      fc.constantFrom('k', 'x', 'a'),
      fc.oneof(
        fc.constantFrom(
          ...wordsOf`
    [1, 2]¦["a", "b"]¦"ab"¦[]¦std.range(1, 3)¦[[1], [2]]¦std.objectFields(self)¦{a: 1}¦1¦["a", "a"]
  `,
        ),
        tie('expression'),
      ),
      fc.option(tie('expression'), { nil: undefined, freq: 4 }),
      fc.option(tie('loop'), { nil: undefined, freq: 5 }),
    )
    .map(([variable, list, condition, next]) => {
      const filter = condition === undefined ? '' : ` if ${condition}`;
      return `for ${variable} in ${list}${filter}${next === undefined ? '' : ` ${next}`}`;
    }),
  array: fc.oneof(
    fc
      .tuple(fc.array(tie('expression'), { maxLength: 3 }), fc.constantFrom('', ','))
      .map(([elements, last]) => `[${elements.join(', ')}${elements.length > 0 ? last : ''}]`),
    fc.tuple(tie('expression'), tie('loop')).map(([text, loop]) => `[${text} ${loop}]`),
  ),
  functionText: fc
    .tuple(
      fc.constantFrom(
        ...wordsOf`
    ¦p¦p, q¦p, q=p¦p=q, q=1¦p=self.a¦a, b=a + 1¦p=error "d"¦p, p2=function(z) p
  `,
      ),
      tie('expression'),
    )
    .map(([parameters, text]) => `(function(${parameters}) ${text})`),
  applied: fc
    .tuple(
      tie('expression'),
      fc.oneof(
        fc.constantFrom(
          ...wordsOf`
    .a¦.b¦["a"]¦[0]¦[1]¦[-1]¦.f(1)¦(1)¦(1, 2)¦()¦(p=1)¦(1, q=2)¦(1) tailstrict¦(zz=1)¦(1, p=2)¦[0:1]¦[::2]¦[1:]¦[:-1]¦["a":]¦ { a: 9 }¦ { b+: 1 }¦ { a: super.a }¦ + { a: self.b, b:: 3 }
    .o.a¦.c.c¦(error "arg")¦(error "arg") tailstrict¦[:: 0]¦[a:b]¦[1.5]
  `,
        ),
        tie('expression').map((text) => `[${text}]`),
        tie('expression').map((text) => `(${text})`),
      ),
    )
    .map(([text, application]) => `(${text})${application}`),
  operation: fc
    .tuple(
      tie('expression'),
      fc.constantFrom(
        ...wordsOf`
    +¦+¦+¦-¦*¦/¦%¦<¦<=¦>¦>=¦==¦!=¦&¦|¦^¦<<¦>>¦&&¦||¦in
  `,
      ),
      space,
      tie('expression'),
      fc.constantFrom(true, false),
    )
    .map(([one, operator, gap, other, isGrouped]) =>
      isGrouped ? `(${one}) ${operator}${gap || ' '}(${other})` : `${one} ${operator}${gap || ' '}${other}`,
    ),
  binding: fc
    .tuple(
      name,
      fc.constantFrom('', '', '(x)', '(x, y=x)', '(n)'),
      tie('expression'),
      fc.option(fc.tuple(name, tie('expression')), { nil: undefined, freq: 3 }),
      space,
      tie('expression'),
    )
    .map(([variable, parameters, text, second, gap, body]) => {
      const more = second === undefined ? '' : `, ${second.join(' = ')}`;
      return `local ${variable}${parameters} =${gap || ' '}${text}${more};${gap || ' '}${body}`;
    }),
  condition: fc.oneof(
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'), fc.constantFrom(true, true, false))
      .map(([condition, one, other, hasElse]) => `if ${condition} then ${one}${hasElse ? ` else ${other}` : ''}`),
    fc
      .tuple(
        tie('expression'),
        tie('expression'),
        fc.constantFrom('', '', ' : "msg"', ' : 12', ' : error "in msg"', ' : {a: 1}'),
      )
      .map(([condition, text, message]) => `assert ${condition}${message};\n${text}`),
  ),
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: tie('atom') },
    { weight: 4, arbitrary: tie('object') },
    { weight: 2, arbitrary: tie('array') },
    { weight: 1, arbitrary: tie('functionText') },
    { weight: 3, arbitrary: tie('applied') },
    { weight: 3, arbitrary: tie('operation') },
    { weight: 2, arbitrary: tie('binding') },
    { weight: 1, arbitrary: tie('condition') },
  ),
}));
const SURROUNDINGS = `local a = 1, b = {a: 2, b: [3], o: self}, c = "s", x = "k", y = [1, 2],
  f(p, q=2) = [p, q], g(n) = if n > 0 then g(n - 1) else n,
  o = {a: 1, b: $.a, c:: 3, f(z): z, o: {a: 2}};
`;

/** Programs of the whole grammar, most of whose names are bound. */
export const grammarPrograms: fc.Arbitrary<string> = fc
  .tuple(expression, fc.constantFrom('', ...new Array<string>(4).fill(SURROUNDINGS)))
  .map(([text, surroundings]) => `${surroundings}${text}`);
