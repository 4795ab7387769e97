/**
 * Coroutines: what their bodies do, and who resumes them how often. They are resumed with as many values as are asked for:
 * where there are fewer, gopher-lua has no value at all, not even nil, and mostly panics.
 */
import fc from 'fast-check';
import { fill, one, scalar, small, thing } from './parts.fixture.ts';

const value = fc.oneof({ weight: 3, arbitrary: scalar }, { weight: 1, arbitrary: thing });

/** Parts of a body in which `yield` stands wherever a value may stand. */
const step = fc.oneof(
  fill('local a, b = yield(§, §) note(a, b)', value, value),
  fill('note(yield(§))', value),
  fill('note((yield(§, §)))', value, value),
  fill('note(§, yield(§), §, yield())', value, value, value),
  fill(
    'local u = {yield(§), k = yield(§), §, yield(§, 2)} note(#u, u[1], u.k, u[2], u[3], u[4])',
    value,
    value,
    value,
    value,
  ),
  fill('note(§ .. tostring(yield(§)) .. "z")', one("'p'", '7', 'nil'), value),
  fill('note(§ § yield(§))', scalar, one('+', '-', '*', '..', '<', '==', '~=', '<=', '%'), scalar),
  fill('note(yield(§) § §)', scalar, one('+', '/', '..', '>', '=='), scalar),
  fill('note(# yield(§))', value),
  fill('note(not yield(§), - yield(§))', value, value),
  fill('note(§ and yield(§) or yield(3), § or yield(4))', scalar, value, scalar),
  fill('if yield(§) then note(1) elseif yield(2) == § then note(2, yield()) else note(3) end', value, scalar),
  fill('local n = 0 while yield(§) do n = n + 1 note("w", n) if n > § then break end end', value, small),
  fill('local n = 0 repeat n = n + 1 local d = yield(n, §) until not d or n > 2 note(n)', value),
  fill('for i = 1, tonumber(yield(§)) or 2 do if i > 3 then break end note(i, yield(i)) end', small),
  fill('for i = yield("from"), 3 do note(yield(i)) end'),
  fill('for k, v in pairs({yield(§), 5, x = 6}) do note(k, yield(v)) end', value),
  fill(
    'for v in (function() local n = 0 return function() n = n + 1 if n < 3 then return n end end end)() do note(yield(v)) end',
  ),
  fill(
    'for _, v in ipairs({1, 2, 3}) do if v == § then yield("skip") goto next end note(yield(v)) ::next:: end',
    small,
  ),
  fill('local i = 0 ::top:: i = i + 1 yield(i) if i < § then goto top end', one('0', '2', '3')),
  fill('local function f(...) local a = yield(...) return a, ... end note(f(§, §))', value, value),
  fill('local function g(x) return yield(x) end note(g(§)) note((g(1)))', value),
  fill(
    'local function h(n) if n == 0 then return yield("deep") end local r = h(n - 1) return n, r end note(h(§))',
    one('0', '1', '5'),
  ),
  fill('local function t(n) if n == 0 then return yield("tail") end return t(n - 1) end note(t(§))', one('1', '4')),
  fill(
    'local m = {v = §, get = function(self, a, b) return yield(self.v, a, b) end} note(m:get(yield(1), yield(2)))',
    scalar,
  ),
  fill('local m = {n = {f = function(x) return x, yield(x) end}} note(m.n.f(§), m["n"].f(yield()))', value),
  fill('local s = {} s[yield("key") or 1] = yield(§) note(next(s))', value),
  fill('local s = {} local q s.x, q = yield(1), yield(2, 3) note(s.x, q)'),
  fill('local c = § local function set(v) c = v return v end set(yield(c)) note(c)', scalar),
  fill('local fs = {} for i = 1, 2 do fs[i] = function() return i, yield(i) end end note(fs[1](), fs[2]())'),
  fill('note(select("#", yield()), select(§, yield(1, 2)))', one('1', '2', "'#'")),
  fill('note(tostring(yield(§)), type(yield()))', value),
  fill('note(pcall(function() error(§) end))', value),
  fill('error(§)', value),
  fill('error(§, §)', scalar, one('0', '1', '2', '3')),
  fill('local x = yield(§)\nnote(x.field)', value),
  fill('local x = §\nx(yield(1))', thing),
  fill('note(coroutine.status(self), coroutine.running() == self)'),
  fill('note(coroutine.resume(self, §))', value),
  fill('do return §, (yield(§)) end', value, value),
  fill('do return end'),
  fill(
    'local w = coroutine.wrap(function(...) note(...) local x = yield(§) note(x) return x, 2 end) note(w(1)) note(w(yield("outer"))) note(pcall(w))',
    value,
  ),
  fill(
    'local w = coroutine.wrap(function(...) local x = yield(§) error(x) end) note(w(1)) note(pcall(w, "bad"))',
    value,
  ),
  fill(
    'local o = coroutine.create(function(a) note(coroutine.status(self), a) yield(§) return 9 end) note(coroutine.resume(o, 1)) yield("between") note(coroutine.resume(o)) note(coroutine.resume(o))',
    value,
  ),
  fill(
    'local o o = coroutine.create(function() note(coroutine.running() == o, coroutine.status(o)) error({}) end) local ok, e = coroutine.resume(o) note(ok, type(e), coroutine.status(o))',
  ),
  fill('local v = § .. yield(1) .. yield(2) note(v)', one("'a'", '1')),
  fill('local v = #{yield(1), yield(2)} + (yield(3) or 1) note(v)'),
  fill('note(({yield(§)})[1], (yield(2)))', value),
  fill('note(string.upper(yield(§)))', one("'x'", 'nil')),
);

const body = fc
  .array(step, { minLength: 1, maxLength: 5 })
  .map((steps) => steps.map((each) => `do\n${each}\nend`).join('\n'));

const resume = fc.oneof(
  { weight: 6, arbitrary: fill('note(coroutine.resume(self, §, §))', value, value) },
  { weight: 2, arbitrary: fill('note(coroutine.status(self), type(self), coroutine.running())') },
  { weight: 2, arbitrary: fill('for i = 1, § do note(coroutine.resume(self, i, nil)) end', one('2', '5')) },
);

const driven = fc
  .tuple(body, fc.array(resume, { minLength: 2, maxLength: 8 }))
  .map(
    ([text, resumes]) =>
      `local self\nself = coroutine.create(function(...)\nnote(...)\n${text}\nreturn "end"\nend)\n${resumes.join('\n')}`,
  );

const wrapped = fc
  .tuple(body, fc.array(value, { minLength: 1, maxLength: 6 }))
  .map(
    ([text, values]) =>
      `local self\nlocal f = coroutine.wrap(function(...)\nself = coroutine.running()\n${text}\nreturn ...\nend)\n${values
        .map((each) => `note(f(${each}, 2))`)
        .join('\n')}`,
  );

const iterated = fill(
  'local function gen(n) return coroutine.wrap(function() for i = 1, n do yield(i, i * §) end end) end for a, b in gen(§) do note(a, b) end',
  small,
  one('0', '3', '9'),
);

const misused = fc.oneof(
  fill('return coroutine.§(§)', one('create', 'resume', 'status', 'wrap'), thing),
  fill('local x = coroutine.yield(§) return x', value),
  fill('return coroutine.running()'),
  fill('local w = coroutine.wrap(function() error(§) end) note(pcall(w)) note(pcall(w)) w()', value),
  fill(
    'local c = coroutine.create(function() end) return §',
    one('c.x', 'c + 1', 'c .. ""', '#c', '-c', 'c < c', 'c == c', 'c()', 'tostring(c) == tostring(c)', 'type(c)'),
  ),
  fill(
    'local function deep(n) if n == 0 then return 0 end local x = 1 + deep(n - 1) return x end local c = coroutine.create(deep) return coroutine.resume(c, §)',
    one('10', '250', '254', '256', '300'),
  ),
  fill(
    'local function nest(n) if n == 0 then return yield("bottom") end local c = coroutine.wrap(nest) local x = c(n - 1) return x, c("up") end local c = coroutine.create(nest) note(coroutine.resume(c, §)) note(coroutine.resume(c, "in"))',
    one('1', '2', '5'),
  ),
  fill(
    'local n = 0 local c = coroutine.create(function() while true do n = n + 1 yield(n) end end) for i = 1, § do coroutine.resume(c) end return n',
    one('10', '200'),
  ),
);

/** Each may use `yield` as a name. */
export const coroutines = fc
  .oneof(
    { weight: 8, arbitrary: driven },
    { weight: 4, arbitrary: wrapped },
    { weight: 1, arbitrary: iterated },
    { weight: 2, arbitrary: misused },
  )
  .map((text) => `local yield = coroutine.yield\n${text}`);
