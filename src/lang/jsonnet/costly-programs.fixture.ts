/**
 * Programs that do one costly thing over and over until a budget ends them, by what they do. What they do must count about
 * as much as it costs: each of these once took minutes, or more memory than a thread has.
 */

/** What they do it to: a long text, one of wide characters, a large array, a large object, values that double with each level. */
const MATERIAL = `local doubled(x, n, join) = if n == 0 then x else local y = doubled(x, n - 1, join); join(y);
local text = doubled('ab,', 15, function(y) y + y), wide = std.repeat('😀', 20000), spaces = std.repeat(' ', 100000);
local list = std.range(1, 30000), names = std.map(function(i) 'k' + i, std.range(1, 2000));
local object = { [k]: 1 for k in names }, blanks = std.makeArray(10000, function(i) ''), nothing = std.makeArray(10000, function(i) []);
local lists = doubled([1], 40, function(y) [y, y]), objects = doubled({ z: null }, 40, function(y) { a: y, b: y });
local layered = doubled({ a: 1 }, 17, function(y) y + y), far = { deep: 1 } + layered;
`;

/** `i` is another number each time. */
const WORK: readonly string[] = [
  'std.length(text + i)',
  'std.length(wide + i)',
  '[wide[0], (wide + "x")[1]]',
  'text == text + ""',
  'text < text + "a"',
  'object == object { }',
  'std.length(object { x: i })',
  'std.objectHas(object { x: i }, "b")',
  'std.objectFieldsAll(object { x: i })',
  'std.get(object { x: i }, "zz")',
  'std.objectRemoveKey(object, "k1")',
  '"zz" in layered',
  'std.objectHas(layered, "z" + i)',
  'std.get(layered, "z" + i)',
  'far.deep',
  'std.sum(list)',
  'std.all(std.map(function(x) true, list))',
  'std.member(text, "zz")',
  'std.findSubstr("a", text)',
  'std.findSubstr("😀", wide)',
  'std.split(text, "zz")',
  'std.splitLimitR(text, ",", -1)',
  'std.trim("a" + spaces + "a")',
  'std.stripChars(spaces, " ")',
  'std.equalsIgnoreCase(wide, wide)',
  'std.asciiUpper(text)',
  'std.resolvePath(text, "a")',
  'std.sha3(text)',
  'std.parseInt(std.repeat("0", 100000) + "1")',
  'std.parseHex(std.repeat("f", 100000))',
  'std.parseYaml(std.repeat("- a: b\\n", 3000))',
  'std.parseYaml(std.repeat("---\\n", 3000))',
  'std.join("", blanks)',
  'std.join([], nothing)',
  'std.lines(blanks)',
  'std.flattenArrays(nothing)',
  'std.__compare(list, list)',
  'std.__compare(lists, lists)',
  'std.format(text, [])',
  'std.manifestTomlEx(object, " ")',
  'std.prune(objects)',
  'std.mergePatch({}, objects)',
  'std.makeArray(1000000, function(x) x)',
  'std.map(function(x) x, std.range(1, 500000))',
  'std.objectValues(object)',
  '[1, 2, 3][1e-300:2:1e-300]',
  'std.exp(1)',
  '1 << 3',
];

/** The work, and the program that does nothing else. */
export const COSTLY_PROGRAMS: readonly (readonly [string, string])[] = WORK.map((work) => [
  work,
  `${MATERIAL}std.foldl(function(last, i) local v = (${work}); if std.type(v) == 'null' then 1 else 2, std.range(1, 200000), 0)`,
]);
