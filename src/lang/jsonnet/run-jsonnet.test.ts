/** The language and its library, as the command shows them; the recorded suites and random programs are tests of their own. */
import { describe, expect, test } from 'vitest';
import { commandOutcome, memoryImporter, snippetOutcome } from './command-outcome.fixture.ts';
import { COSTLY_PROGRAMS } from './costly-programs.fixture.ts';
import { failureText, type Limits, runJsonnet, serialize } from './index.ts';
import type { JsonnetOutcome } from './run-jsonnet.ts';

/** The result on one line. */
function value(program: string): string {
  const outcome = runJsonnet({
    program: { kind: 'text', text: program, name: 'x' },
    importer: memoryImporter(new Map()),
    externalVariables: new Map(),
    topLevelArguments: new Map(),
    limits: { frames: 500, steps: 1e6, size: 1e6 },
    trace: () => undefined,
    wants: 'json',
  });
  return outcome.kind === 'done' ? serialize(outcome.value, false) : failureText(outcome.failure);
}

function failure(program: string): readonly string[] {
  return snippetOutcome(program).trimEnd().split('\n');
}

describe('what programs mean', () => {
  test.each([
    [
      'numbers are doubles with 17 digits',
      '[0.1 + 0.2, 1e21, 1 / 3, -0, 2 * 3]',
      '[0.30000000000000004, 1000000000000000000000, 0.33333333333333331, -0, 6]',
    ],
    ['operators bind as in C', '1 + 2 * 3 == 7 && !(1 > 2) || false', 'true'],
    [
      'shifts and masks are of 64 bits',
      '[1 << 40, ~5, 6 & 3, 6 | 3, 6 ^ 3, -8 >> 1]',
      '[1099511627776, -6, 2, 7, 5, -4]',
    ],
    ['a string swallows what it is added to', '"a" + 1 + {b: [true, null]}', '"a1{\\"b\\": [true, null]}"'],
    ['strings count characters', '[std.length("a😀é"), "a😀é"[1], "a😀é"[1:]]', '[3, "😀", "😀é"]'],
    ['slices', '[[1, 2, 3, 4][1:3], "abcdef"[::2], [1, 2, 3][-2:]]', '[[2, 3], "ace", [2, 3]]'],
    ['what is not asked for is not evaluated', '[1, error "no"][0] + (local x = error "no"; 1)', '2'],
    ['later objects win and see one another', '{a: 1, b: self.a + 1} + {a: 10}', '{"a": 10, "b": 11}'],
    [
      'super is the one before',
      '{a: 1} + {a: super.a + 1, c: "z" in super} + {a: super.a * 10}',
      '{"a": 20, "c": false}',
    ],
    [
      '+: adds to what was there',
      '{a: [1], b: {x: 1}} + {a+: [2], b+: {y: 2}, c+: 3}',
      '{"a": [1, 2], "b": {"x": 1, "y": 2}, "c": 3}',
    ],
    ['hidden fields stay hidden until shown', '[{a:: 1} + {a: 2}, {a:: 1} + {a::: 2}]', '[{ }, {"a": 2}]'],
    ['fields with null names are left out', '{[if false then "a"]: 1, b: 2}', '{"b": 2}'],
    [
      'comprehensions',
      '[[x * y for x in [1, 2] if x > 1 for y in [3, 4]], {[k]: 1 for k in ["a", "b"]}]',
      '[[6, 8], {"a": 1, "b": 1}]',
    ],
    ['$ is the outermost object', '{a: 1, b: {c: $.a, d: {e: $.a}}}', '{"a": 1, "b": {"c": 1, "d": {"e": 1}}}'],
    ['locals of objects see self', '{local x = self.a, a: 1, b: x}', '{"a": 1, "b": 1}'],
    [
      'arguments by name and with defaults',
      '(function(a, b=a + 1) [a, b])(b=5, a=1) + (function(a, b=a + 1) [a, b])(1)',
      '[1, 5, 1, 2]',
    ],
    [
      'tail calls do not grow the stack',
      'local f(n) = if n == 0 then "done" else f(n - 1) tailstrict; f(20000)',
      '"done"',
    ],
    [
      'a key that was removed is still there for who adds to the object',
      '[std.objectRemoveKey({a: 1, b: 2}, "a"), (std.objectRemoveKey({a: 1}, "a") + {c: self.a})]',
      '[{"b": 2}, {"c": 1}]',
    ],
    [
      'a library that is hidden is still there for syntax',
      'local std = {}; ["%d" % 5, [1, 2][0:1], "a" in {a: 1}]',
      '["5", [1], true]',
    ],
  ])('%s', (_reason, program, expected) => {
    expect(value(program)).toBe(expected);
  });
});

describe('the library', () => {
  test.each([
    [
      'formats of lists',
      '"%05.1f|%-4d|%+d|%x|%e|%g|%s|%%" % [3.14159, 5, 7, 255, 12345.678, 0.0001, [1]]',
      '"003.1|5   |+7|ff|1.234568e+04|0.0001|[1]|%"',
    ],
    [
      'sets',
      '[std.set([3, 1, 2, 1]), std.setUnion([1, 2], [2, 3]), std.setInter([1, 2], [2, 3]), std.setDiff([1, 2], [2, 3])]',
      '[[1, 2, 3], [1, 2, 3], [2], [1]]',
    ],
    [
      'folds',
      '[std.foldl(function(a, b) a + b, ["a", "b"], ""), std.foldr(function(a, b) b + a, "ab", "")]',
      '["ab", "ba"]',
    ],
    [
      'YAML out',
      'std.manifestYamlDoc({a: [1, {b: "x\\ny\\n"}], c: {}}, quote_keys=false)',
      '"a:\\n- 1\\n- b: |\\n    x\\n    y\\nc: {}"',
    ],
    [
      'merge patches',
      'std.mergePatch({a: {b: 1, c: 2}, d: 1}, {a: {b: null}, d: null, e: 3})',
      '{"a": {"c": 2}, "e": 3}',
    ],
    ['pruning', 'std.prune({a: null, b: [], c: {d: {}}, e: [null, 1]})', '{"e": [1]}'],
    [
      'JSON and YAML in',
      '[std.parseJson("[1, 2.5]"), std.parseYaml("a: 1\\nb: [x]"), std.parseYaml("--- 1\\n--- 2")]',
      '[[1, 2.5], {"a": 1, "b": ["x"]}, [1, 2]]',
    ],
    [
      'digests',
      '[std.md5("a"), std.sha1("a")]',
      '["0cc175b9c0f1b6a831c399e269772661", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"]',
    ],
    [
      'angles to the last digit',
      '[std.sin(2), std.pow(1.1, 10), std.exp(1.5)]',
      '[0.9092974268256816, 2.5937424601000019, 4.4816890703380654]',
    ],
    ['base64', '[std.base64("é"), std.base64Decode("w6k="), std.base64DecodeBytes("AQI=")]', '["w6k=", "é", [1, 2]]'],
  ])('%s', (_reason, program, expected) => {
    expect(value(program)).toBe(expected);
  });
});

describe('errors', () => {
  test.each([
    [
      'a trace through a function',
      'local f(x) = error "no " + x; f(1)',
      ['RUNTIME ERROR: no 1', '\t<cmdline>:1:14-29\tfunction <f>', '\t<cmdline>:1:31-35\t$', '\tDuring evaluation'],
    ],
    [
      'a field',
      '{ a: 1 }.b',
      ['RUNTIME ERROR: Field does not exist: b', '\t<cmdline>:1:1-11\t$', '\tDuring evaluation'],
    ],
    [
      'the library',
      'std.map(function(x) error "e", [1])',
      [
        'RUNTIME ERROR: e',
        '\t<cmdline>:1:21-30\tfunction <anonymous>',
        '\t<std>:280:50-62\tfunction <anonymous>',
        '\t\t',
        '\tArray element 0\t',
        '\tDuring manifestation',
      ],
    ],
    ['an unknown variable', 'local a = b; a', ['<cmdline>:1:11-12 Unknown variable: b', '', 'local a = b; a']],
    ['the parser', '{ a: }', ['<cmdline>:1:6-7 Unexpected: "}" while parsing terminal', '', '{ a: }']],
    ['a text block', '|||\nx\n|||', ["<cmdline>:1:1 Text block's first line must start with whitespace", '', '|||']],
    ['a value that is itself', 'local x = x; x', ['RUNTIME ERROR: max stack frames exceeded.']],
  ])('%s', (_reason, program, expected) => {
    expect(failure(program).slice(0, expected.length)).toEqual(expected);
  });

  test('a long trace is cropped in its middle', () => {
    const lines = failure('local f(x) = 1 + f(x + 1); f(0)');
    expect(lines).toHaveLength(22);
    expect(lines[11]).toBe('\t...');
  });
});

test('imports: programs, texts and bytes, each file once', () => {
  const files = new Map(
    Object.entries({
      'a/main.jsonnet': `[import 'lib.libsonnet', importstr '../t.txt', importbin '../t.txt', std.thisFile]`,
      'a/lib.libsonnet': `std.thisFile`,
      't.txt': 'é',
    }).map(([name, text]) => [name, Buffer.from(text)] as const),
  );
  const outcome = commandOutcome({ main: 'a/main.jsonnet', args: [], files });
  const output = 'output' in outcome ? outcome.output.replace(/\s+/g, ' ') : outcome.error;
  expect(output).toBe('[ "a/lib.libsonnet", "é", [ 195, 169 ], "a/main.jsonnet" ] ');
});

test('a tailstrict call does not evaluate what a later parameter of the same name hides', () => {
  const program = 'local f(a, b, a) = b; f(error "hidden", 2, 3) tailstrict';
  expect(snippetOutcome(program)).toBe('2\n');
});

test('a text that is imported again and again takes room once', () => {
  const bytes = Buffer.from('x'.repeat(100_000));
  const outcome = runJsonnet({
    program: {
      kind: 'text',
      text: '[std.length(importstr "t") + std.length(importbin "t") for i in std.range(1, 500)][0]',
      name: 'x',
    },
    importer: () => ({ file: 't', bytes }),
    externalVariables: new Map(),
    topLevelArguments: new Map(),
    limits: SMALL,
    trace: () => undefined,
    wants: 'json',
  });
  expect(outcome).toEqual({ kind: 'done', value: 200_000 });
});

const SMALL = { frames: 500, steps: 1_000_000, size: 100_000 };

/** Each makes more of what it has again and again. */
const GROWING: readonly (readonly [string, string])[] = [
  ...[
    ['texts of arrays', 'std.toString([s, s])', '"a"'],
    ['formats', '"%s%s" % [s, s]', '"a"'],
    ['base64', 'std.base64(s + s)', '"a"'],
    ['quoted texts', 'std.escapeStringJson(s)', `'"'`],
    ['texts for a shell', 'std.escapeStringBash(s)', `"'"`],
    ['dollars', 'std.escapeStringDollars(s)', '"$"'],
    ['TOML', 'std.manifestTomlEx({a: s, b: s}, " ")', '"a"'],
    ['Python', 'std.manifestPython([s, s])', '"a"'],
    ['YAML', 'std.manifestYamlDoc([s, s])', '"a"'],
    ['INI', 'std.manifestIni({main: {a: s, b: s}, sections: {}})', '"a"'],
    ['XML', 'std.manifestXmlJsonml(["a", s, s])', '"a"'],
    ['replaced texts', 'std.strReplace(s, "a", "aaaa")', '"a"'],
    ['joined texts', 'std.join(s, ["a", "b", "c"])', '"a"'],
    ['arrays', 's + s', '[1]'],
    ['sums of objects', 's + s', '{ a+: 1 }'],
  ].map(
    ([what = '', grown = '', start = '']) =>
      [
        what,
        `local f(s, n) = if n == 0 then s else f(${grown}, n - 1) tailstrict; std.length(f(${start}, 450))`,
      ] as const,
  ),
];

const BUDGETS: readonly (readonly [string, Limits, string, string])[] = [
  [
    'steps',
    { frames: 500, steps: 1000, size: 1e6 },
    'local f(n) = f(n + 1) tailstrict; f(0)',
    'the program needs more than 1000 steps',
  ],
  ['values', { frames: 500, steps: 1e6, size: 1000 }, 'std.range(1, 2000)', 'the program needs more than 1000 values'],
  ...GROWING.map(([what, text]) => [what, SMALL, text, 'the program needs more than 100000 values'] as const),
  [
    'comparisons',
    SMALL,
    'local s = std.range(1, 1000); std.foldl(function(a, x) a + std.count(s, -x) + std.length(std.find(0, s)), std.range(1, 10000), 0)',
    'the program needs more than 1000000 steps',
  ],
  ['frames', { frames: 50, steps: 1e6, size: 1e6 }, 'local f(n) = 1 + f(n + 1); f(0)', 'max stack frames exceeded.'],
  [
    'depth of the text',
    { frames: 500, steps: 1e6, size: 1e6 },
    '('.repeat(100_000),
    'the program is nested too deeply',
  ],
];

/** Milliseconds of this thread for a hundredth of the budget of an Application: several times what they take, and a trifle of what they took. */
const TIME = 2000;

describe('budgets', () => {
  test.each(COSTLY_PROGRAMS)('%s again and again', (_work, text) => {
    const began = process.threadCpuUsage();
    const outcome = outcomeWithin({ frames: 500, steps: 200_000, size: 500_000 }, text);
    const { user, system } = process.threadCpuUsage(began);
    expect(outcome.kind === 'failed' && outcome.failure.kind).toBe('budget');
    expect((user + system) / 1000).toBeLessThan(TIME);
  });

  test.each(BUDGETS)('%s', (_reason, limits, text, expected) => {
    const outcome = outcomeWithin(limits, text);
    expect(outcome.kind === 'failed' ? failureText(outcome.failure).split('\n')[0] : outcome).toBe(
      `RUNTIME ERROR: ${expected}`,
    );
  });
});

function outcomeWithin(limits: Limits, text: string): JsonnetOutcome {
  return runJsonnet({
    program: { kind: 'text', text, name: 'x' },
    importer: memoryImporter(new Map()),
    externalVariables: new Map(),
    topLevelArguments: new Map(),
    limits,
    trace: () => undefined,
    wants: 'json',
  });
}
