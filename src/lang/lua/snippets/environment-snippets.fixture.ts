/** Environments of functions, modules, proxies. */
import fc from 'fast-check';
import { fill, one, scalar, small, thing } from './parts.fixture.ts';

const level = one('0', '1', '2', '3', '4', '9', '-1', '1.5', "'1'", 'nil', '{}');

export const environments = fc.oneof(
  fill(
    'local function f() return z, type(print) end local e = {z = §} setfenv(f, e) return f(), getfenv(f) == e, getfenv(f).z',
    scalar,
  ),
  fill('local function f() z = § return z end local e = {} setfenv(f, e) return f(), e.z, rawget(_G, "z")', scalar),
  fill(
    'local e = setmetatable({}, {__index = _G}) local function f() note(type) q = § return function() q = q return q end end setfenv(f, e) local g = f() return g(), e.q, rawget(_G, "q"), getfenv(g) == e',
    scalar,
  ),
  fill('local function f() local g = getfenv(§) return g == _G, type(g) end return f()', level),
  fill(
    'local e = {n = 1} local function f() local g = getfenv(§) return g == e, g == _G end setfenv(f, e) return f()',
    one('0', '1', '2', '3'),
  ),
  fill(
    'local G = _G local function f() setfenv(§, {G = G, note = note, type = type}) return type(x), G == nil end return pcall(f)',
    level,
  ),
  fill(
    'local G = _G local function f() local r = setfenv(§, {G = G}) x = 1 G.note(x, G.x, G.type(r)) end return pcall(f)',
    one('1', "'1'", 'f', '{}', 'nil'),
  ),
  fill('return pcall(setfenv, §, §)', thing, one('{}', 'nil', '1')),
  fill('local r = setfenv(§, {}) return r', one('print', 'pcall', 'string.upper', 'nil', "'x'")),
  fill('return getfenv(§) == _G', thing),
  fill(
    'local function inner() return getfenv(§) end local function outer() local e = inner() return e end local e = {z = 9} setfenv(outer, e) return outer() == e, outer() == _G',
    one('1', '2', '3'),
  ),
  fill(
    'local function inner() setfenv(2, {k = §}) end local function outer() inner() return k end setfenv(inner, {setfenv = setfenv}) setfenv(outer, {inner = inner}) return pcall(outer)',
    scalar,
  ),
  fill(
    'local f = loadstring("return z") z = § local e = {z = 2} local before = f() setfenv(f, e) local after = f() z = nil return before, after',
    scalar,
  ),
  fill(
    'local f = loadstring("z = §; return getfenv(1) == _G") local e = {getfenv = getfenv, _G = _G} setfenv(f, e) return f(), e.z, z',
    scalar,
  ),
  fill(
    'local e = setmetatable({}, {__index = function(_, k) return k .. "!" end, __newindex = function(t, k, v) rawset(t, k, v == §) end}) local function f() a = 1 return a, b end setfenv(f, e) return f()',
    one('1', '2'),
  ),
  fill(
    'local old = getfenv(0) setfenv(0, setmetatable({w = §}, {__index = old})) local f = loadstring("return w") local c = coroutine.create(function() return getfenv(0).w, loadstring("return w")() end) note(coroutine.resume(c)) setfenv(0, old) return f(), loadstring("return w")(), getfenv(0) == _G',
    scalar,
  ),
  fill(
    'local c = coroutine.create(function() setfenv(0, {w = §}) local f = loadstring("return w") coroutine.yield(f()) return getfenv(0).w, getfenv(1) == _G end) note(coroutine.resume(c)) note(getfenv(0) == _G) return coroutine.resume(c)',
    scalar,
  ),
  fill(
    'package.preload.§ = function(...) note(...) return § end note(require("§")) note(require("§")) return package.loaded.§',
    ...nameFourTimes('mod'),
  ),
  fill(
    'package.preload["a.b"] = function(n) package.loaded[n] = § end return require("a.b"), package.loaded["a.b"]',
    thing,
  ),
  fill(
    'package.preload.bad = function() error(§) end note(pcall(require, "bad")) return pcall(require, "bad")',
    scalar,
  ),
  fill('package.preload.loop = function() return require("loop") end return pcall(require, "loop")'),
  fill(
    'local ok, m = pcall(require, §) return ok, type(m) == "table" or m',
    one("'nope'", "'a.b.c'", 'nil', '{}', '1', "'string'", "'_G'", "''"),
  ),
  fill(
    'package.path = § local ok, e = pcall(require, "x.y") package.path = "./?.lua" return ok, e',
    one("'?.a;b/?'", "''", 'nil', '1', "'none'"),
  ),
  fill(
    'package.preload = § local ok, e = pcall(require, "q") package.preload = {} return ok, e',
    one('nil', '1', '{q = 5}', '{q = "text"}'),
  ),
  fill(
    'table.insert(package.loaders, function(n) return § end) local ok, e = pcall(require, "custom") package.loaders[3] = nil package.loaded.custom = nil return ok, type(e)',
    one('"\\n\\tmine"', 'nil', '5', 'function(m) return m .. "?" end'),
  ),
  fill(
    'local G = _G local function f() module("§") x = 1 G.note(_NAME, _PACKAGE, _M == G.package.loaded["§"]) end return pcall(f)',
    ...pathTwice(),
  ),
  fill(
    'local function f() module("m2", package.seeall) y = § note(type(print), y) return m2 end local ok, m = pcall(f) return ok, ok and m == package.loaded.m2',
  ),
  fill('local ok, m = pcall(module, §) return ok, type(m) == "table" or m', one("'m3'", 'nil', "'string.upper'", '{}')),
  fill(
    'local function f() return module(§, §) end local ok, m = pcall(f) return ok, type(m) == "table" or m',
    one("'m4'", "'type'", "'string'", "'print.x'"),
    one('nil', '1', 'function() error("opt") end'),
  ),
  fill('local t = {} package.seeall(t) return t.type == type, getmetatable(t).__index == _G'),
  fill('return pcall(package.seeall, §)', thing),
  fill('return pcall(package.loadlib, "a", "b")'),
  fill(
    'local p = newproxy(§) return type(p), getmetatable(p), p == p, p == newproxy()',
    one('true', 'false', '', 'nil', '1', '{}'),
  ),
  fill(
    'local p = newproxy(true) local m = getmetatable(p) m.__index = function(_, k) return k .. "!" end m.__tostring = function() return "P" end m.__call = function(_, a) return a end m.__len = function() return § end m.__eq = function() return true end m.__lt = function() return true end local q = newproxy(p) return p.x, tostring(p), p(2), #p, p == q, p < q, getmetatable(q) == m',
    small,
  ),
  fill(
    'local p = newproxy(§) return §',
    one('true', 'false'),
    one('p.x', 'p + 1', '#p', 'p()', 'p .. "s"', 'p < p', 'pcall(function() p.x = 1 end)'),
  ),
  fill(
    'return debug.getmetatable(§) == getmetatable(""), debug.getfenv(print) == _G, debug.getfenv(§)',
    one("'x'", '1', '{}'),
    one('1', 'nil', '{}', "'s'"),
  ),
  fill(
    'local function f() return z end debug.setfenv(f, {z = §}) return f(), pcall(debug.setfenv, f, §)',
    scalar,
    thing,
  ),
  fill(
    'local t = {} return debug.setmetatable(t, {__index = {a = §}}) == t, t.a, pcall(debug.setmetatable, t, §)',
    scalar,
    thing,
  ),
  fill('return io.type(§), io.write(""), pcall(io.write, §)', thing, one('nil', '{}', 'type')),
  fill('return loadfile("none.lua")'),
  fill('return collectgarbage(§), os.setlocale("C")', one('', '"count"', '"collect"', '"step", 2')),
);

/** The same name in all four places. */
function nameFourTimes(name: string) {
  const same = fc.constant(name);
  return [same, thing, same, same, same] as const;
}

function pathTwice() {
  const same = fc.constant('deep.inner.mod');
  return [same, same] as const;
}
