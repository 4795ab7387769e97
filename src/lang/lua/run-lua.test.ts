import { expect, test } from 'vitest';
import { answerOf } from './answer-of.fixture.ts';
import { compileLua, runLua } from './run-lua.ts';

const LIMITS = { steps: 1_000_000, memory: 16 * 1024 * 1024 };

function codeOf(script: string): unknown {
  try {
    runLua(compileLua(script), { globals: {}, libraries: ['table', 'string', 'math'], now: 0, limits: LIMITS });
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

const LONG = "local s = string.rep('a', 30000)";

test.each([
  ['a loop without an end', 'while true do end'],
  ['a loop without an end that catches errors', 'while true do pcall(function() while true do end end) end'],
  ['a goto without an end', '::top:: goto top'],
  ['tail calls without an end', 'local function f() return f() end return f()'],
  ['a pattern that tries all ways', `${LONG} return s:match('.-.-.-.-b')`],
  ['a search at every place', `${LONG} return s:gsub('a*b', '')`],
  ['a string that doubles', "local s = 'x' while true do s = s .. s end"],
  ['a long string at once', "return #string.rep('x', 1e9)"],
  ['a wide format', "return #string.format('%999999d', 1):rep(100)"],
  ['a table that grows', 'local t = {} for i = 1, 1e9 do t[i] = {} end'],
  ['a place far out', 'local t = {} t[60000000] = 1'],
  ['programs in programs', "local s = 'return 1' for i = 1, 1e6 do loadstring(s .. i)() end"],
  ['a sort that asks too much', 'local t = {} for i = 1, 9000 do t[i] = i end while true do table.sort(t) end'],
  ['errors that are caught for ever', "while true do pcall(error, 'x') end"],
  [
    'long texts compared',
    `local a, b = string.rep('a', 1e6) .. 'x', string.rep('a', 1e6) .. 'y' while true do local c = a < b end`,
  ],
  [
    'long texts that may be equal',
    `local a, b = string.rep('a', 1e6), string.rep('a', 1e6) while true do local c = a == b end`,
  ],
  [
    'a queue taken from its head',
    'local t = {} for i = 1, 50000 do t[i] = i end while #t > 0 do table.remove(t, 1) end',
  ],
  ['brackets that never close', "return string.find(string.rep('(', 30000), '%b()')"],
  [
    'a table of what was taken away',
    "local t = {} for i = 1, 9000 do t['a' .. i] = 1 end for k in pairs(t) do t[k] = nil end while next(t) == nil do end",
  ],
  ['a list of what was taken away', 'local t = {} t[500000] = 1 t[500000] = nil while #t == 0 do end'],
])('%s ends beyond its budget', (_reason, script) => {
  expect(codeOf(script)).toBe('lua.exhausted');
});

test.each([
  ['calls too deep', 'local function f() return 1 + f() end return f()'],
  [
    'metatables that call one another',
    'local t = {} setmetatable(t, { __index = function(_, k) return t[k] end }) return t.x',
  ],
  ['many values', 'return unpack({}, 1, 1e8)'],
  ['calls through libraries', "local function f() return (('x'):gsub('x', f)) end return f()"],
])('%s are an error of the program', (_reason, script) => {
  expect(codeOf(script)).toBe('lua.failed');
});

test.each([
  ['brackets', `return ${'('.repeat(5000)}1${')'.repeat(5000)}`],
  ['tables', `return ${'{'.repeat(5000)}${'}'.repeat(5000)}`],
  ['functions', `${'return function() '.repeat(5000)}${'end '.repeat(5000)}`],
  ['signs', `return ${'not '.repeat(5000)}1`],
])('too many %s in one another are refused', (_reason, script) => {
  expect(codeOf(script)).toBe('lua.compile');
});

test('long chains of operators are no nesting', () => {
  expect(answerOf(`return ${'1 + '.repeat(900)}1`, {})).toEqual({ result: 901, type: 'number' });
  expect(answerOf(`return #(${"'a' .. ".repeat(150)}'a')`, {})).toEqual({ result: 151, type: 'number' });
});

test('without open libraries only table is there, and os where it may be required', () => {
  const script = compileLua(
    'return { type(os), type(io), type(string), type(math), type(table), type(require), require("os").time() }',
  );
  const run = { globals: {}, libraries: ['table'], requirable: ['os'], now: 86_400, limits: LIMITS } as const;
  expect(runLua(script, run).value).toEqual(['nil', 'nil', 'nil', 'nil', 'table', 'function', 86_400]);
});

const DATES: readonly (readonly [string, string])[] = [
  ['%Y-%m-%dT%H:%M:%SZ', '2024-02-29T15:04:05Z'],
  ['!%A %B %d %I%p %y', 'Thursday February 29 03PM 24'],
  ['%F %X %z %Z %w %%', '2024-02-29 15:04:05 +0000 UTC 4 %'],
  ['%c|%a|%x|%q', '29 Feb 24 15:04 UTC|mon|15/04/05|%q'],
];

test.each(DATES)('os.date("%s")', (format, expected) => {
  expect(answerOf(`return os.date('${format}', 1709219045)`, {}, ['os'])).toEqual({ result: expected, type: 'string' });
});

test('times of parts', () => {
  const script = 'return os.time({ year = 2024, month = 2, day = 29, hour = 15, min = 4, sec = 5 })';
  expect(answerOf(script, {}, ['os'])).toEqual({ result: 1_709_219_045, type: 'number' });
  expect(answerOf("local d = os.date('*t', 1709219045) return { d.year, d.wday, d.min }", {}, ['os'])).toEqual({
    result: [2024, 5, 4],
    type: 'table',
  });
});

test('big integers arrive as numbers, text as bytes that come back as text', () => {
  const answer = answerOf("return { obj.big, obj.text, #obj.text, obj['ключ'] }", {
    big: 2n ** 60n,
    text: 'ü€😀',
    ключ: 'значение',
  });
  expect(answer).toEqual({ result: [2 ** 60, 'ü€😀', 9, 'значение'], type: 'table' });
});

test('coroutines say that they are not supported', () => {
  expect(answerOf('return coroutine.wrap(function() end)', {}, ['coroutine'])).toEqual({
    error: '<string>:1: coroutines are not supported',
  });
});
