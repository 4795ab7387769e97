/** Tables and metatables. */
import fc from 'fast-check';
import { fill, one, scalar, small, thing } from './parts.fixture.ts';

const key = fc.oneof(small, one("'k'", "'x'", '1.5', 'true', "'1'", '2^40', 'nil', '0/0'));
export const tables = fc.oneof(
  fill('local t = {§, §, k = §, [§] = §} return #t, t[1], t.k, next(t)', scalar, scalar, scalar, key, scalar),
  fill('local t = {1, 2, 3} t[§] = § return #t, t[1], t[2], t[3], t[4]', key, scalar),
  fill('local t = {5, 3, 9} table.insert(t, §, §) return #t, t[1], t[2], t[3], t[4]', fc.oneof(small, scalar), scalar),
  fill('local t = {5, 3, 9} return table.remove(t, §), #t, t[1], t[2], t[3]', fc.oneof(small, small, scalar)),
  fill('local t = {§, §, §} table.sort(t) return t[1], t[2], t[3]', scalar, scalar, scalar),
  fill(
    'local t = {§, §, §, §, §} table.sort(t, function(a, b) return a § b end) return table.concat(t, " ")',
    small,
    small,
    small,
    small,
    small,
    one('<', '>'),
  ),
  fill(
    'local t = {3, 1, 2} table.sort(t, §) return t[1]',
    one('type', 'nil', '1', 'function(a, b) error("no") end', 'function(a, b) return a.x < b.x end'),
  ),
  fill('return table.concat({§, §, §}, §, §, §)', scalar, scalar, scalar, one("','", 'nil', '1', "''"), small, small),
  fill(
    'local t = {§, §, a = 1, b = 2, c = 3} t.b = nil t.d = § local p = {} for k, v in pairs(t) do p[#p + 1] = tostring(k) .. "=" .. tostring(v) end return table.concat(p, " ")',
    scalar,
    scalar,
    scalar,
  ),
  fill(
    'local t = {1, 2, nil, 4} t[#t + 1] = § return #t, table.getn(t), table.maxn(t), select("#", unpack(t))',
    scalar,
  ),
  fill('return unpack({1, 2, 3, 4}, §, §)', small, small),
  fill('return select(§, 1, "b", nil, 4)', fc.oneof(small, one("'#'", "'x'", 'nil'))),
  fill(
    'local t = {} for i = 1, 10 do t[i] = i * § end for i = 1, 10, § do t[i] = nil end return #t, t[1], t[2], next(t)',
    small,
    one('2', '3', '4'),
  ),
  fill(
    'local t, n = {a = 1, b = 2, 3}, 0 for k in pairs(t) do t[k] = nil n = n + 1 end return n, next(t), #t, rawequal(t, §)',
    thing,
  ),
  fill('a, b = §, § a, b = b, a local t = {1, 2} t[1], t[2] = t[2], t[1] return a, b, t[1], t[2]', scalar, scalar),
  fill('for i, v in ipairs({§, §, nil, 4}) do note(i, v) end', scalar, scalar),
  fill('for k, v in next, {§, x = §}, nil do note(k, v) end', scalar, scalar),
  fill('return rawget(§, "k"), rawset({}, §, §)', one('{k = 1}', 'obj', 'nil', "'s'"), key, scalar),
  fill('return next({§, x = 1}, §)', scalar, one('nil', '1', "'x'", '7')),
);

const event = one(
  '__add',
  '__sub',
  '__mul',
  '__div',
  '__mod',
  '__pow',
  '__concat',
  '__eq',
  '__lt',
  '__le',
  '__unm',
  '__len',
  '__call',
  '__tostring',
  '__index',
  '__newindex',
);
const handler = one(
  "function(a, b) return 'h', type(a), type(b) end",
  'function() return 7 end',
  'function() return true end',
  "function() error('in') end",
  '{k = 9}',
  'type',
  '1',
  'nil',
);
export const metatables = fc.oneof(
  fill(
    'local m = setmetatable({}, {§ = §}) return m § §',
    event,
    handler,
    one('+', '-', '*', '/', '%', '^', '..', '==', '<', '<=', '>', '>='),
    fc.oneof(scalar, one('m', 'm')),
  ),
  fill(
    'local m = setmetatable({}, {§ = §}) return § § m',
    event,
    handler,
    scalar,
    one('+', '-', '*', '/', '..', '==', '<', '<=', '>='),
  ),
  fill(
    'local mt = {§ = §} local a, b = setmetatable({}, mt), setmetatable({}, mt) return a == b, a ~= b, pcall(function() return a < b end), pcall(function() return a >= b end)',
    event,
    handler,
  ),
  fill(
    'local m = setmetatable({x = 1}, {§ = §}) m.k = § return m.k, m.x, rawget(m, "k"), #m, tostring(m):sub(1, 5)',
    event,
    handler,
    scalar,
  ),
  fill('local m = setmetatable({}, {§ = §}) return m(§, §)', event, handler, scalar, scalar),
  fill('return -setmetatable({}, {§ = §})', event, handler),
  fill(
    'local p = {k = §, f = function(self, a) return self.k, a end} local m = setmetatable({}, {__index = p}) return m.k, m:f(§), m.z',
    scalar,
    scalar,
  ),
  fill(
    'local log = {} local m = setmetatable({}, {__index = function(t, k) log[#log + 1] = k return k end, __newindex = function(t, k, v) rawset(t, k, v) end}) m.a = § return m.a, m.b, m[§], #log',
    scalar,
    key,
  ),
  fill('local m = setmetatable({}, {__metatable = §}) return getmetatable(m), pcall(setmetatable, m, {})', scalar),
  fill('return getmetatable(§) == nil, pcall(setmetatable, §, §)', thing, thing, fc.oneof(thing, one('{}', 'nil'))),
  fill(
    'local c = setmetatable({}, {__index = function(t, k) if k > 1 then return t[k - 1] + k end return 1 end}) return c[§]',
    small,
  ),
  fill(
    'local A = {} A.__index = A function A.new(x) return setmetatable({x = x}, A) end function A:get(y) return self.x, y end local B = setmetatable({}, {__index = A}) B.__index = B local o = setmetatable({x = §}, B) return o:get(§), A.new(§).x',
    scalar,
    scalar,
    scalar,
  ),
  fill('return tostring(setmetatable({}, {__tostring = function() return § end}))', scalar),
);
