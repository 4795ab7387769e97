/** The library, called with anything. */
import fc from 'fast-check';
import { LIBRARY } from '../odd-values.fixture.ts';
import { hardValue } from './hard-values.fixture.ts';
import { wordsOf } from './words-of.fixture.ts';

/** Functions whose parameters can be given by name. */
const NAMED: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  wordsOf`
    substr(str, from, len)¦foldl(func, arr, init)¦foldr(func, arr, init)¦sort(arr, keyF)¦set(arr, keyF)
    uniq(arr, keyF)¦setUnion(a, b, keyF)¦setInter(a, b, keyF)¦setDiff(a, b, keyF)¦setMember(x, arr, keyF)
    minArray(arr, keyF, onEmpty)¦maxArray(arr, keyF, onEmpty)¦avg(arr)¦get(o, f, default, inc_hidden)
    manifestJsonEx(value, indent, newline, key_val_sep)¦manifestYamlDoc(value, indent_array_in_object, quote_keys)
    manifestYamlStream(value, indent_array_in_object, c_document_end, quote_keys)¦manifestTomlEx(value, indent)
    join(sep, arr)¦splitLimit(str, c, maxsplits)¦strReplace(str, from, to)¦findSubstr(pat, str)¦repeat(what, count)
    slice(indexable, index, end, step)¦member(arr, x)¦count(arr, x)¦find(value, arr)¦remove(arr, elem)
    removeAt(arr, at)¦filterMap(filter_func, map_func, arr)¦flatMap(func, arr)¦mapWithIndex(func, arr)
    mapWithKey(func, obj)¦objectHasEx(obj, fname, hidden)¦mergePatch(target, patch)¦assertEqual(a, b)¦range(from, to)
    clamp(x, minVal, maxVal)¦prune(a)¦resolvePath(f, r)¦trace(str, rest)¦format(str, vals)¦parseInt(str)
    parseYaml(str)¦parseJson(str)¦lstripChars(str, chars)¦rstripChars(str, chars)¦stripChars(str, chars)
    contains(arr, elem)¦objectRemoveKey(obj, key)¦equalsIgnoreCase(str1, str2)
  `.map((line) => {
    const [name = '', parameters = ''] = line.slice(0, -1).split('(');
    return [name, parameters.split(', ')];
  }),
);
const WRAPS = wordsOf`
    @¦@¦@¦[@]¦{a: @}¦{a:: @, b: self.a}¦std.type(@)¦"" + @¦std.length(@)¦(@)[0]¦(@) == (@)¦local v = @; [v, v]
    std.toString(@)¦std.manifestYamlDoc(@)¦(function(x) x)(@) tailstrict¦[x for x in (@)]¦{[k]: 1 for k in (@)}
    if (@) then 1 else 2¦-(@)¦!(@)¦(@) + 1¦(@) { z: 1 }¦(@).a¦"%s" % [@]¦"a" in (@)¦error (@)¦assert (@); 1
    std.foldl(function(a, b) a + b, (@), "")¦std.sort(@)¦{assert (@)}¦local f(x=@) = x;⏎ f()¦std.prune(@)
    std.mergePatch(@, {a: 1})¦std.manifestJsonMinified(@)¦(@) < (@)
  `;
const FUNCTIONS = [...new Set([...Object.keys(LIBRARY), ...Object.keys(NAMED)])];
/** Each function of the library on anything, in any place, with too few and too many arguments. */
export const libraryCalls: fc.Arbitrary<string> = fc
  .record({
    name: fc.constantFrom(...FUNCTIONS),
    values: fc.array(hardValue, { minLength: 5, maxLength: 5 }),
    extra: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, -1, 1),
    isNamed: fc.constantFrom(false, false, false, true),
    wrap: fc.constantFrom(...WRAPS),
    strict: fc.constantFrom('', '', '', ' tailstrict'),
  })
  .map(({ name, values, extra, isNamed, wrap, strict }) => {
    const parameters = NAMED[name];
    const count = Math.max(0, Math.min(5, (parameters?.length ?? LIBRARY[name] ?? 1) + extra));
    const given = values.slice(0, count).map((text, index) => {
      const parameter = isNamed ? parameters?.[index] : undefined;
      return parameter === undefined ? text : `${parameter}=${text}`;
    });
    return wrap.replaceAll('@', () => `std.${name}(${given.join(', ')})${strict}`);
  });
const KEYS = wordsOf`
    function(x) x¦function(x) -x¦function(x) x.k¦function(x) std.toString(x)¦function(x) x[0]¦function(x) std.length(x)
    function(x) error "k"¦1¦function(x) [x]¦function(x) {a: x}¦function(x, y) x¦null¦function(x) function(y) y
  `;
const SORTABLE = [
  ['[{k: 3}, {k: 1}, {k: 2}]', '[{k: 1}]'],
  ['[3, 1, 2, 2]', '[1, 2]'],
  ['["b", "a", "é", ""]', '["a"]'],
] as const;
const list = (maxLength: number) => fc.array(hardValue, { maxLength }).map((values) => `[${values.join(', ')}]`);

/** What sorts and compares, with key functions of every kind. */
export const keyedCalls: fc.Arbitrary<string> = fc
  .record({
    name: fc.constantFrom(
      'sort',
      'set',
      'uniq',
      'setUnion',
      'setInter',
      'setDiff',
      'setMember',
      'minArray',
      'maxArray',
    ),
    lists: fc.oneof(
      { weight: 1, arbitrary: fc.tuple(list(4), list(3)) },
      { weight: 3, arbitrary: fc.constantFrom(...SORTABLE) },
    ),
    member: hardValue,
    key: fc.constantFrom(...KEYS).map((key) => `, keyF=${key}`),
    isKeyed: fc.constantFrom(true, true, false),
    onEmpty: fc.constantFrom('', '', ', onEmpty=7', ', onEmpty=error "emp"'),
  })
  .map(({ name, lists: [one, other], member, key, isKeyed, onEmpty }) => {
    const isOfTwo = name === 'setUnion' || name === 'setInter' || name === 'setDiff';
    const given = isOfTwo ? `${one}, ${other}` : name === 'setMember' ? `${member}, ${one}` : one;
    return `std.${name}(${given}${isKeyed ? key : ''}${name.endsWith('Array') ? onEmpty : ''})`;
  });
