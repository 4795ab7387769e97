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

const OPEN = ['table', 'io', 'os', 'string', 'math', 'debug', 'channel', 'coroutine'] as const;

function openCodeOf(script: string): unknown {
  try {
    runLua(compileLua(script), { globals: {}, libraries: OPEN, now: 0, limits: LIMITS });
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

test.each([
  ['a coroutine that never ends', 'coroutine.wrap(function() while true do end end)()'],
  [
    'one that is resumed for ever',
    'local f = coroutine.wrap(function() while true do coroutine.yield() end end) while true do f() end',
  ],
  ['ever new ones', 'while true do coroutine.create(function() end) end'],
  ['ever new ones that are begun and left', 'while true do coroutine.wrap(function() coroutine.yield() end)() end'],
  ['ever new ones that end', 'while true do coroutine.wrap(function() return 1 end)() end'],
  ['ever new ones that fail', 'while true do pcall(coroutine.wrap(function() error("x") end)) end'],
  [
    'a text that doubles within one',
    "coroutine.wrap(function() local s = 'x' while true do s = s .. s coroutine.yield(s) end end)() local s = 'x' while true do s = s .. s end",
  ],
  [
    'a table that grows by what is yielded',
    'local t = {} for v in coroutine.wrap(function() while true do coroutine.yield({}) end end) do t[#t + 1] = v end',
  ],
  ['errors that are caught within one', "coroutine.wrap(function() while true do pcall(error, 'x') end end)()"],
  [
    'a goto without an end within one',
    'coroutine.wrap(function() ::top:: coroutine.yield(1) goto top end)() local c = coroutine.wrap(function() ::top:: type(1) goto top end) c()',
  ],
  [
    'a loader without an end',
    "local n = 0 package.loaders[1] = function() n = n + 1 package.loaders[n] = function() return 'no' end while true do end end require('x')",
  ],
  ['a path without an end', "package.path = string.rep('?;', 1e6) require('some.long.name')"],
])('%s ends beyond its budget', (_reason, script) => {
  expect(openCodeOf(script)).toBe('lua.exhausted');
});

test.each([
  ['coroutines within one another', 'local function f() return coroutine.wrap(f)() end f()'],
  [
    'coroutines that wait for one another',
    'local a, b a = coroutine.wrap(function() b() end) b = coroutine.wrap(function() a() end) a()',
  ],
  ['calls too deep within one', 'local function f() local x = f() return x end coroutine.wrap(f)()'],
  [
    'modules within one another',
    "package.loaders[1] = function(n) return function() require(n .. 'x') end end require('x')",
  ],
])('%s are an error of the program', (_reason, script) => {
  expect(openCodeOf(script)).toBe('lua.failed');
});

test('a thousand coroutines that wait are kept apart', () => {
  const script = `local all = {}
for i = 1, 1000 do
  all[i] = coroutine.wrap(function() local sum = i while true do sum = sum + coroutine.yield(sum) end end)
  all[i]()
end
local total = 0
for round = 1, 3 do for i = 1, 1000 do total = total + all[i](round) end end
return total`;
  expect(answerOf(script, {}, OPEN)).toEqual({ result: 500_500 * 3 + 1000 * (1 + 3 + 6), type: 'number' });
});

/** What touches files, processes or variables of others is there and says no. */
const REFUSED: readonly (readonly [string, string])[] = [
  ["io.open('/etc/passwd')", 'io.open is not allowed: scripts may not touch files'],
  ["io.popen('ls')", 'io.popen is not allowed: scripts may not touch files'],
  ["io.lines('/etc/passwd')", 'io.lines is not allowed: scripts may not touch files'],
  ['io.read()', 'io.read is not allowed: scripts may not touch files'],
  ['io.tmpfile()', 'io.tmpfile is not allowed: scripts may not touch files'],
  ["dofile('x.lua')", 'dofile is not allowed: scripts may not touch files'],
  ["os.remove('x')", 'os.remove is not allowed: scripts may not touch files'],
  ["os.rename('x', 'y')", 'os.rename is not allowed: scripts may not touch files'],
  ['os.tmpname()', 'os.tmpname is not allowed: scripts may not touch files'],
  ["os.execute('ls')", 'os.execute is not allowed: scripts may not touch the process or run others'],
  ['os.exit(1)', 'os.exit is not allowed: scripts may not touch the process or run others'],
  ["os.setenv('A', 'b')", 'os.setenv is not allowed: scripts may not touch the process or run others'],
  ['debug.getlocal(1, 1)', 'debug.getlocal is not allowed: variables are seen by their names only'],
  ['channel.make(1)', 'channel.make is not allowed: a script runs alone'],
  ["package.loadlib('a', 'b')", 'loadlib is not supported'],
  ['string.dump(print)', 'GopherLua does not support the string.dump'],
];

test.each(REFUSED)('%s is refused', (call, message) => {
  expect(answerOf(`return ${call}`, {}, OPEN)).toEqual({ error: `<string>:1: ${message}` });
});

test('files are never there, and the environment is empty', () => {
  const script =
    "return { select('#', loadfile('x')), select(2, loadfile('x')), tostring(os.getenv('PATH')), pcall(require, 'x') }";
  const { result } = answerOf(script, {}, OPEN) as { result: readonly unknown[] };
  expect(result.slice(0, 4)).toEqual([2, 'can not open file: x', 'nil', false]);
});

test('where a program is', () => {
  const script =
    "local function f()\nreturn (debug.traceback('here'))\nend\nlocal t = f()\nreturn { t, debug.getinfo(1).currentline, debug.getinfo(f).what }";
  expect(answerOf(script, {}, OPEN)).toEqual({
    result: ['here\nstack traceback:\n\t<string>:2: in function\n\t<string>:4: in main chunk\n\t[G]: ?', 5, 'Lua'],
    type: 'table',
  });
});
