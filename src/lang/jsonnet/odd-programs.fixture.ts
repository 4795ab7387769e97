/** Programs of one kind each, odder than people write: the library on anything, inheritance, broken texts, formats, numbers. */
import fc from 'fast-check';
import { COMPOUNDS, LIBRARY, SCALARS } from './odd-values.fixture.ts';

const value = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...SCALARS) },
  { weight: 4, arbitrary: fc.constantFrom(...COMPOUNDS) },
);

const call = fc
  .record({
    name: fc.constantFrom(...Object.keys(LIBRARY)),
    values: fc.array(value, { minLength: 4, maxLength: 4 }),
    extra: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, 1),
    wrap: fc.constantFrom(
      '@',
      '@',
      '@',
      '@',
      '[@]',
      '{a: @}',
      'std.type(@)',
      '"" + @',
      'std.length(@)',
      '(@)[0]',
      '(@) == (@)',
    ),
  })
  .map(({ name, values, extra, wrap }) => {
    const count = Math.max(0, (LIBRARY[name] ?? 1) + extra);
    return wrap.replaceAll('@', `std.${name}(${values.slice(0, count).join(', ')})`);
  });

const NAMES = ['a', 'b', 'c', 'd'];
const member = fc.constantFrom(
  ...[
    'self.a',
    'self.b',
    'self.c',
    '$.a',
    '$.b',
    'super.a',
    'super.b',
    'super.c',
    "super['a']",
    "'a' in super",
    "'zz' in self",
  ],
  ...[
    '1',
    '2',
    "'t'",
    '[1]',
    '{a: 1}',
    '{b+: 2}',
    '{c: self.a, a: 5}',
    '{d: super.a}',
    'null',
    "error 'e'",
    '(self + {a: 9}).a',
    '$',
  ],
  ...[
    'local s = self; s.b',
    'self.a + super.a',
    "std.objectHas(self, 'a')",
    'std.objectFieldsAll(self)',
    '{a: $.b, b: self.a}',
    'x',
  ],
  ...[
    'super.a { q: 1 }',
    '[self.a for i in [1, 2]]',
    '{ [k]: self for k in [] }',
    'if self.a == 1 then super.b else 3',
    'function(x) self.a',
  ],
);
const field = fc
  .tuple(
    fc.constantFrom(...NAMES, "'a b'", "['a']", "['b' + 'c']", '[null]', "[if true then 'd']"),
    fc.constantFrom(':', '::', ':::', '+:', '+::', '+:::'),
    member,
  )
  .map(([name, colon, text]) => `${name}${colon} ${text}`);
const piece = fc.oneof(
  { weight: 8, arbitrary: field },
  { weight: 1, arbitrary: member.map((text) => `assert ${text}`) },
  { weight: 1, arbitrary: member.map((text) => `assert (${text}) == 1 : 'said ' + self.a`) },
  { weight: 1, arbitrary: member.map((text) => `local x = ${text}`) },
  { weight: 1, arbitrary: member.map((text) => `m(p, q=1): ${text}`) },
);
const object = fc.oneof(
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 4 }).map((pieces) => `{ ${pieces.join(', ')} }`) },
  { weight: 1, arbitrary: member.map((text) => `{ [k]: ${text} for k in ['a', 'b'] }`) },
  { weight: 1, arbitrary: member.map((text) => `{ local z = k, [k]+: ${text} for k in ['a', 'b'] if k != 'b' }`) },
);
const inheritance = fc
  .tuple(
    fc.array(object, { minLength: 1, maxLength: 4 }),
    fc.constantFrom(
      '@',
      '@',
      '@',
      '(@).a',
      '(@).b',
      '(@) == (@)',
      'std.prune(@)',
      'std.toString(@)',
      'std.manifestYamlDoc(@)',
      '(@) { a: 7 }',
      "'a' in (@)",
      "std.get(@, 'c', 'none')",
      'std.mergePatch(@, {a: null})',
      'local o = @; o + o',
      '[x for x in std.objectValues(@)]',
    ),
  )
  .map(([objects, wrap]) => `local x = 3; ${wrap.replaceAll('@', objects.join(' + '))}`);

const format = fc
  .record({
    key: fc.constantFrom('', '', '', '(a)', '(b)', '(', '()', '(a'),
    flags: fc.array(fc.constantFrom('#', '0', '-', ' ', '+'), { maxLength: 3 }).map((flags) => flags.join('')),
    width: fc.constantFrom('', '', '1', '5', '12', '*'),
    precision: fc.constantFrom('', '', '.', '.0', '.1', '.3', '.10', '.*'),
    size: fc.constantFrom('', '', '', 'l', 'h', 'L'),
    conversion: fc.constantFrom(...'diouxXeEfFgGcs%rz'.split('')),
  })
  .map(
    ({ key, flags, width, precision, size, conversion }) => `%${key}${flags}${width}${precision}${size}${conversion}`,
  );
const formatted = fc
  .tuple(
    fc.array(format, { minLength: 1, maxLength: 2 }),
    fc.array(value, { maxLength: 4 }),
    fc.constantFrom('list', 'list', 'one', 'object'),
  )
  .map(([formats, values, shape]) => {
    const [first = '1', second = '2'] = values;
    const given =
      shape === 'list' ? `[${values.join(', ')}]` : shape === 'one' ? `(${first})` : `{a: ${first}, b: ${second}}`;
    return `${JSON.stringify(formats.join('|'))} % ${given}`;
  });

const double = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer().map((whole) => whole / 1000),
  fc.maxSafeInteger(),
  fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: -30, max: 30 })).map(([m, e]) => Number(`${m}e${e}`)),
);
const numbers = fc
  .tuple(double, double, fc.constantFrom(...['+', '-', '*', '/', '%', '<', '==', '&', '|', '^', '<<', '>>']))
  .map(
    ([one, other, operator]) =>
      `[${one}, ${other}, ${one} ${operator} ${other < 0 ? `(${other})` : other}, '' + ${one}, std.manifestJsonMinified(${one})]`,
  );

const CHARACTERS = [
  ...[
    'a',
    'b',
    ' ',
    '\\n',
    '\\t',
    '\\\\',
    '\\"',
    "\\'",
    '\\/',
    '\\b',
    '\\f',
    '\\r',
    '\\u0041',
    '\\u00e9',
    '\\u0000',
    '\\uD83D\\uDE00',
  ],
  ...[
    '\\uD83D',
    '\\uDE00',
    '\\u12',
    '\\x',
    '\\',
    '\\u',
    'é',
    '😀',
    "'",
    '"',
    '$',
    '<',
    '&',
    '>',
    '\u007f',
    '#',
    ': ',
    '- ',
    '{',
    '|',
    '@',
    '`',
    '%',
  ],
];
const literal = fc
  .tuple(fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 6 }), fc.constantFrom('"', "'", '@"', "@'"))
  .map(([parts, quote]) => `${quote}${parts.join('')}${quote.at(-1)}`);
const texts = fc
  .tuple(
    literal,
    literal,
    fc.constantFrom(
      '@',
      '[@, $]',
      'std.manifestYamlDoc({[@]: $, b: [@, {c: @}]})',
      'std.manifestPython([@, $])',
      'std.manifestTomlEx({[@]: $}, "  ")',
      'std.escapeStringXML(@)',
      'std.escapeStringBash(@)',
      'std.escapeStringDollars(@)',
      'std.split(@, $)',
      '@ < $',
      'std.length(@ + $)',
      'std.manifestYamlDoc([@, $], quote_keys=false)',
      'std.manifestIni({main: {[@]: $}, sections: {}})',
      'std.parseYaml(@)',
      'std.parseJson(@)',
      'std.strReplace(@, $, "-")',
      '@[0]',
      'std.substr(@, 1, 2)',
      'std.reverse(@)',
      'std.map(function(c) std.codepoint(c), std.stringChars(@))',
      'std.encodeUTF8(@)',
      'std.base64(@)',
      'std.asciiUpper(@)',
      'std.trim(@)',
    ),
  )
  .map(([one, other, wrap]) => wrap.replaceAll('@', () => one).replaceAll('$', () => other));

/** A text with a few of its pieces gone, doubled, or put elsewhere. */
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  ':',
  '::',
  '+:',
  ';',
  '=',
  '==',
  '.',
  'for',
  'if',
  'then',
  'else',
  'in',
  'local',
  'self',
  'super',
  '$',
  'assert',
  'error',
  'function',
  'import',
  'importstr',
  'importbin',
  'tailstrict',
  'true',
  '1',
  '1.',
  '01',
  '1e',
  '1_0',
  '1__0',
  '"',
  "'",
  '|||',
  '//',
  '/*',
  '#',
  '!',
  '-',
  '~',
  '&&',
  '||',
  '=>',
  '<<',
  '^',
  '@',
  'é',
  'x',
  '\\',
];
const PROGRAMS = [
  'local a = 1, f(x, y=2) = x + y; { a: f(a), b: [i for i in [1, 2] if i > 1], c: self.a }',
  "{ local s = self, 'a': 1, b:: $.a, ['c' + 1]+: super.x, m(x): x, assert s.a == 1 : 'no' }",
  "if true then function(x) x tailstrict else error 'e'",
  'local o = {a: 1}; o { b: 2 }.b + o.a * -2 % 3 << 1',
  "[x + y for x in 'ab' for y in [1, 2] if x != 'a'][1:2:1]",
  "local t = |||\n  text\n   more\n|||; t + 'q' in {}",
  'assert 1 == 1 : "m"; (function(a, b) a)(1, b=2)',
  "import 'nowhere.libsonnet'",
  "{ [k]: v for k in ['a'] for v in [1] }",
];
const broken = fc
  .record({
    program: fc.constantFrom(...PROGRAMS),
    edits: fc.array(
      fc.tuple(fc.nat(1000), fc.constantFrom('drop', 'put', 'put', 'swap', 'double'), fc.constantFrom(...TOKENS)),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ program, edits }) => {
    let tokens: readonly string[] = program.match(/\w+|'[^']*'|"[^"]*"|\s+|\|\|\||[^\s\w]/g) ?? [];
    for (const [at, edit, token] of edits) {
      const place = at % Math.max(1, tokens.length);
      const here = tokens[place] ?? '';
      const instead = { drop: [], put: [here, ' ', token, ' '], swap: [token], double: [here, ' ', here] }[edit] ?? [];
      tokens = [...tokens.slice(0, place), ...instead, ...tokens.slice(place + 1)];
    }
    return tokens.join('');
  });

const CALLED = [
  'f',
  '(function(a, b=a) [a, b])',
  '(function() 1)',
  'std.foldl',
  'o.m',
  'g',
  'std.substr',
  '{}',
  '1',
  '"s"',
];
const calls = fc
  .tuple(
    fc.constantFrom(...CALLED),
    fc.array(fc.tuple(fc.constantFrom('', '', '', 'a=', 'b=', 'x=', 'str='), value), { maxLength: 4 }),
    fc.constantFrom('', '', ' tailstrict'),
  )
  .map(([called, given, strict]) => {
    const list = given.map(([name, text]) => `${name}${text}`).join(', ');
    return `local f(a, b=2, c=a) = [a, b, c], g(n) = if n <= 0 then 0 else g(n - 1), o = { m(a): self.v + a, v:: 1 }; ${called}(${list})${strict}`;
  });

const depth = fc
  .tuple(
    fc.constantFrom(10, 100, 240, 249, 250, 251, 330, 490, 500, 600),
    fc.constantFrom(
      'local f(n) = if n == 0 then @ else f(n - 1); f(#)',
      'local f(n) = if n == 0 then @ else f(n - 1) tailstrict; f(#)',
      'local f(n) = if n == 0 then @ else 1 + f(n - 1); f(#)',
      'local o(n) = if n == 0 then {v: @} else {v: o(n - 1).v}; o(#).v',
      'local a(n) = if n == 0 then [@] else [a(n - 1)]; a(#)',
      'std.foldl(function(x, y) [x], std.range(1, #), @)',
      'std.foldl(function(x, y) x + y, std.range(1, #), @)',
      'local x = std.foldr(function(y, x) {a: x}, std.range(1, #), @); x',
      'local s = {a: @} + {b: self.a}; std.foldl(function(x, y) x + {a+: y}, std.range(1, #), s).a',
    ),
    value,
  )
  .map(([count, program, text]) => program.replaceAll('#', String(count)).replaceAll('@', () => `(${text})`));

/** Each kind about equally often. */
export const oddPrograms: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: call },
  { weight: 3, arbitrary: inheritance },
  { weight: 3, arbitrary: broken },
  { weight: 2, arbitrary: formatted },
  { weight: 2, arbitrary: texts },
  { weight: 1, arbitrary: numbers },
  { weight: 2, arbitrary: calls },
  { weight: 1, arbitrary: depth },
);
