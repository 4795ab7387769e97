/** Strings, patterns, formats, numbers. */
import fc from 'fast-check';
import { fill, number, numeral, one, scalar, small, text, thing } from './parts.fixture.ts';

const item = one(
  'a',
  'b',
  'x',
  '%a',
  '%d',
  '%s',
  '%w',
  '%p',
  '%u',
  '%l',
  '%x',
  '%c',
  '.',
  '[ab]',
  '[^a]',
  '[a-c%d]',
  ' ',
  '=',
);
const patternPart = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(item, one('', '', '*', '+', '-', '?')).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.tuple(item, one('', '+', '*')).map((parts) => `(${parts.join('')})`) },
  {
    weight: 1,
    arbitrary: one('()', '%b()', '%f[%w]', '%1', '[', ']', '(', ')', '%', '[%', '[^]', '[]]', '$', '^', '[a-]'),
  },
);
const pattern = fc
  .tuple(one('', '', '', '^'), fc.array(patternPart, { minLength: 1, maxLength: 4 }), one('', '', '', '$'))
  .map(([start, parts, end]) => `'${start}${parts.join('')}${end}'`);
const subject = fc.oneof(
  text,
  fc
    .array(one('a', 'b', 'c', 'x', '1', '2', ' ', '(', ')', '=', 'A', 'é'), { maxLength: 12 })
    .map((all) => `'${all.join('')}'`),
);
const directive = fc
  .tuple(
    one('', '', '-', '0', '+', ' '),
    one('', '', '1', '5', '10'),
    one('', '', '.0', '.3', '.'),
    one(...'dsfgexXqciouEGv%'),
  )
  .map((parts) => `%${parts.join('')}`);

export const strings = fc.oneof(
  fill('return string.find(§, §)', subject, pattern),
  fill('return string.find(§, §, §)', subject, pattern, small),
  fill('return string.find(§, §, §, §)', subject, text, small, one('true', 'false', 'nil')),
  fill('return string.match(§, §)', subject, pattern),
  fill('return string.match(§, §, §)', subject, pattern, small),
  fill(
    'local p = {} for a, b in string.gmatch(§, §) do p[#p + 1] = tostring(a) .. tostring(b) if #p > 9 then break end end return table.concat(p, ";")',
    subject,
    pattern,
  ),
  fill('return string.gsub(§, §, §)', subject, pattern, one("'<%0>'", "'%1'", "'[%2]'", "'%%'", "''", "'%'", "'x'")),
  fill(
    'return string.gsub(§, §, §, §)',
    subject,
    pattern,
    one("'-'", '{a = "X", b = 1, c = true}', 'function(s, t) return t end'),
    small,
  ),
  fill(
    'return string.gsub(§, §, §)',
    subject,
    pattern,
    one(
      'function(s) return s .. s end',
      'function() end',
      'function() return false end',
      'function() return {} end',
      '{}',
      'string.upper',
    ),
  ),
  fill("return string.format('§', §)", directive, scalar),
  fill("return string.format('§ § §', §, §)", directive, directive, directive, number, text),
  fill('return string.byte(§, §, §)', text, small, small),
  fill('return string.char(§, §)', fc.integer({ min: 0, max: 255 }).map(String), small),
  fill('return string.rep(§, §), string.reverse(§)', text, small, text),
  fill('return string.sub(§, §, §), string.len(§)', text, fc.oneof(small, number), small, thing),
  fill('return (§):upper(), (§):lower(), (§):len(), #§', text, text, text, text),
  fill('local s = § return s:sub(§), s:rep(2), s:byte(), s:find(§, 1, true), s.x', text, small, text),
  fill('return § .. § .. §', scalar, scalar, scalar),
  fill('return § < §, § <= §, § == §', text, text, text, text, scalar, scalar),
);

export const numbers = fc.oneof(
  fill('return tostring(§), § .. "", -(§)', number, number, number),
  fill('return § § §', number, one('+', '-', '*', '/', '%'), number),
  fill('return § ^ §', small, small),
  fill(
    'return § § §',
    scalar,
    one('+', '-', '*', '/', '%', '<', '>', '<=', '>=', '==', '~=', '..', 'and', 'or'),
    scalar,
  ),
  fill('return tonumber(§), tonumber(§, §)', thing, text, one('10', '16', '2', '36', '8')),
  fill('return § + 0, § * "2"', numeral, numeral),
  fill('return math.§(§)', one('floor', 'ceil', 'abs', 'sqrt', 'deg', 'rad', 'modf', 'frexp'), fc.oneof(small, number)),
  fill('return math.§(§, §)', one('max', 'min', 'fmod', 'mod', 'ldexp'), number, small),
  fill('return math.pow(§, §)', small, small),
  fill('return math.§(§)', one('floor', 'max', 'min', 'abs'), thing),
  fill(
    'local p = {} for i = §, §, § do p[#p + 1] = i if #p > 12 then break end end return table.concat(p, " ")',
    fc.oneof(small, number),
    small,
    one('1', '2', '-1', '0.5', '-0.25', '3'),
  ),
  fill('local n = 0 for i = §, § do n = n + 1 if n > 5 then break end end return n', thing, thing),
  fill('return math.huge, -math.huge, math.pi, § == §, 1e308 * 10, § %% 1'.replace('%%', '%'), number, number, number),
);
