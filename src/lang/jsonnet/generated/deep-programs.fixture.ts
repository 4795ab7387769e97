/** Programs about as deep as they may be. */
import fc from 'fast-check';
import { hardValue } from './hard-values.fixture.ts';
import { wordsOf } from './words-of.fixture.ts';

/** About the limit of calls, its halves and thirds, and what a trace shows of them. */
const DEPTHS =
  '5 18 19 20 21 22 25 60 100 150 160 166 170 200 240 248 249 250 251 252 300 400 480 490 495 498 499 500 501 510'.split(
    ' ',
  );

/** Recursion, nesting and chains of a depth. */
export const deepPrograms: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...DEPTHS),
    fc.constantFrom(
      ...wordsOf`
    local f(n) = if n == 0 then @ else f(n - 1); f(#)¦local f(n) = if n == 0 then @ else 1 + f(n - 1); f(#)
    local f(n) = if n == 0 then @ else f(n - 1) tailstrict; f(#)
    local f(n) = if n == 0 then error "bottom" else [f(n - 1)][0]; f(#)
    local f(n) = if n == 0 then error "bottom" else {a: f(n - 1)}.a; f(#)
    local f(n) = if n == 0 then error "bottom" else local x = f(n - 1); x; f(#)
    local f(n) = if n == 0 then error "bottom" else std.map(function(x) f(n - 1), [1])[0]; f(#)
    local f(n) = if n == 0 then error "bottom" else std.foldl(function(a, x) f(n - 1), [1], 0); f(#)
    local f(n) = if n == 0 then error "bottom" else (if f(n - 1) then 1 else 2); f(#)
    local o = {f(n): if n == 0 then error "bottom" else self.f(n - 1)}; o.f(#)
    local o = {a(n):: if n == 0 then error "b" else {v: $.a(n - 1)}.v}; o.a(#)
    local f(n) = if n == 0 then {} else {a: f(n - 1)}; f(#)
    local f(n) = if n == 0 then [] else [f(n - 1)]; std.toString(f(#))
    local f(n) = if n == 0 then [] else [f(n - 1)]; f(#) == f(#)
    local f(n) = if n == 0 then {} else {a: f(n - 1)}; std.manifestYamlDoc(f(#))
    local f(n) = if n == 0 then {} else {a: f(n - 1)}; std.manifestJsonEx(f(#), "")
    local f(n) = if n == 0 then {} else {a: f(n - 1)}; std.prune(f(#))
    local f(n) = if n == 0 then {a: null} else {a: f(n - 1)}; std.mergePatch(f(#), f(#))
    std.foldl(function(a, x) a + {["k" + x]: super["k" + (x - 1)]}, std.range(1, #), {k0: @})["k#"]
    std.foldl(function(a, x) a { a+: 1 }, std.range(1, #), {a: @}).a¦std.foldl(function(a, x) {a: a}, std.range(1, #), 1)
    local x = {a: self.b, b: self.c, c: self.a}; x.a¦local x = [x[0]]; x¦local a = b, b = a; a¦local f(x) = f(x); f(1)
    local f(x) = f(x + 1) + 1; f(1)¦{a: self}¦local s = {a: 1, b: s}; s
    std.makeArray(#, function(i) if i == # - 1 then error "last" else i)
    std.sort(std.range(1, #), function(x) if x == 3 then error "k" else x)
    std.join(",", std.map(function(x) if x == # then error "j" else "", std.range(1, #)))¦std.repeat("a", #) + @
    std.flattenDeepArray(std.foldl(function(a, x) [a], std.range(1, #), [@]))
    std.deepJoin(std.foldl(function(a, x) [a], std.range(1, #), "x"))¦std.parseJson("["*# )
    std.parseJson(std.repeat("[", #) + std.repeat("]", #))¦std.parseYaml(std.repeat("[", #) + std.repeat("]", #))
    local f(n) = if n == 0 then 0 else std.length([f(n - 1)]); f(#)¦std.trace("x", #) + @
    assert std.foldl(function(a, b) a && b > 0, std.range(1, #), true); @
    std.foldr(function(x, a) [x] + a, std.range(1, #), [@])
  `,
    ),
  )
  .chain(([depth, program]) =>
    hardValue.map((text) => program.replaceAll('#', depth).replaceAll('@', () => `(${text})`)),
  );
