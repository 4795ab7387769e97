/** Programs of many lines with a token too many, too few, or elsewhere. */
import fc from 'fast-check';
import { wordsOf } from './words-of.fixture.ts';

const PROGRAMS = [
  `// head\nlocal lib = {\n  a: 1,\n  b:: 'two',\n  ['c' + 1]: [1, 2, 3],\n  f(x, y=2):: x + y,\n  assert self.a == 1 : 'no',\n};\n\nlib {\n  a+: 1,\n  d: lib.f(1, y=3),\n  e: [x for x in self.c1 if x > 1],\n}\n`,
  `local k = |||\n  line one\n    indented %(a)s\n\n  last\n||| % { a: 1 };\n\nif std.length(k) > 3 then\n  { [x]: k for x in ['p', 'q'] }\nelse\n  error 'short'\n`,
  `/* block\n   comment */\nlocal f = function(a, b=1)\n  assert a > b : 'cmp';\n  a - b;\n{\n  local v = f(3),\n  "quoted": v,\n  'single': -v,\n  h::: @'verb''atim',\n  t: f(2, b=1) tailstrict,\n  u: [1, 2][0:1],\n  w: !true || false && true,\n  z: ~1 ^ 2 | 3 & 4 << 1,\n}\n`,
  `local a = import 'x.libsonnet';\nlocal b = importstr 'y.txt', c = importbin 'z';\na.b.c['d'](1)(2) { e: $.f, g: super.h, i: self['j'] }\n`,
  `{\n  local x = 1, local y(z) = z,\n  [if x == 1 then 'a']: y(x),\n  [x + '']: null,\n  o: { p: { q: 1e3, r: 0.5, s: 1_000 } } ,\n  "in": 'a' in self,\n  for: 1\n}\n`,
  `[\n  x * y\n  for x in std.range(1, 3)\n  for y in [\n    1,\n    2,\n  ]\n  if x != y\n]\n`,
];
const TOKENS = [
  ...wordsOf`
    {¦}¦[¦]¦(¦)¦,¦:¦::¦:::¦+:¦;¦=¦==¦!=¦.¦for¦if¦then¦else¦in¦local¦self¦super¦$¦assert¦error¦function¦import¦importstr
    importbin¦tailstrict¦true¦null¦1¦1.¦01¦1e¦1_0¦1_¦.5¦"¦'¦@"¦|||¦|||-¦//¦/*¦*/¦#¦!¦-¦~¦&&¦||¦=>¦<<¦^¦@¦é¦x¦"\x"¦"\u12"
    "\ud800"¦⏎¦⇥¦?¦"a" "b"¦%¦+¦$.¦self.¦super¦1..2¦0x1¦std¦-- ¦+::¦f(¦x:¦"k":¦[k]:¦"\⏎"¦||| ⏎ x⏎|||¦|||⏎ x⏎  |||¦|||⏎x⏎|||
    |||⏎⇥x⏎ y⏎|||
  `,
  '\\',
  '`',
  '\u00a0',
  '\ufeff',
];
/** What is written for a token of the program. */
const EDITS = {
  drop: () => [],
  put: (here: string, token: string) => [here, ' ', token, ' '],
  swap: (_here: string, token: string) => [token],
  double: (here: string) => [here, ' ', here],
  glue: (here: string, token: string) => [here, token],
} as const;

/** Programs with one or two edits. */
export const brokenPrograms: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...PROGRAMS),
    fc.array(
      fc.tuple(
        fc.nat(5000),
        fc.constantFrom<keyof typeof EDITS | 'cut'>(
          'drop',
          'put',
          'put',
          'put',
          'swap',
          'swap',
          'double',
          'cut',
          'glue',
        ),
        fc.constantFrom(...TOKENS),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  )
  .map(([program, edits]) => {
    let tokens: readonly string[] = program.match(/\w+|'[^'\n]*'|"[^"\n]*"|\s+|\|\|\||[^\s\w]/g) ?? [];
    for (const [at, edit, token] of edits) {
      const place = at % Math.max(1, tokens.length);
      const rest = edit === 'cut' ? [] : [...EDITS[edit](tokens[place] ?? '', token), ...tokens.slice(place + 1)];
      tokens = [...tokens.slice(0, place), ...rest];
    }
    return tokens.join('');
  });
