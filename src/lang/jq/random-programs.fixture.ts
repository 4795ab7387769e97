/** Programs of jq at random: paths, operators, updates and functions over one small document. */
import fc from 'fast-check';

const KEYS = ['a', 'b', 'c', 'd', 'x'];
const LITERALS = ['1', '0', '-1', '2.5', '"a"', '"text"', '""', 'null', 'true', 'false', '[]', '{}', '[1,2]', '{a:1}'];
const PLAIN = (
  'keys length type not add min max sort unique reverse first last tostring tojson values scalars arrays objects any all floor ' +
  'ascii_downcase explode to_entries flatten empty error paths transpose tonumber abs'
).split(' ');
const WITH_FILTER =
  'map select sort_by group_by min_by unique_by any all path del map_values with_entries recurse first last isempty walk pick add paths'.split(
    ' ',
  );
const WITH_TEXT = 'test split startswith ltrimstr has index join contains inside sub'.split(' ');
const OPERATORS = '+ - * / % == != < <= > >= and or // , |'.split(' ');
const UPDATES = '= |= += -= *= //='.split(' ');

const { term } = fc.letrec<{ term: string; path: string }>((tie) => ({
  path: fc.oneof(
    fc.constantFrom(...KEYS).map((key) => `.${key}`),
    fc.constantFrom('.', '.[]', '.[0]', '.[-1]', '.[1:]', '.[:1]', '.b[]', '.b[1]', '..', '.[]?', '.a?', '.["c"]'),
    fc.tuple(tie('path'), fc.constantFrom('[]', '[0]', '?', '.a', '["b"]', '[0:2]')).map(([path, step]) => path + step),
  ),
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...LITERALS),
    tie('path'),
    fc.constantFrom(...PLAIN),
    fc.tuple(fc.constantFrom(...WITH_FILTER), tie('term')).map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(fc.constantFrom(...WITH_TEXT), fc.constantFrom('"t"', '"a"', '0', '.c'))
      .map(([name, text]) => `${name}(${text})`),
    fc
      .tuple(tie('term'), fc.constantFrom(...OPERATORS), tie('term'))
      .map(([left, by, right]) => `(${left} ${by} ${right})`),
    fc
      .tuple(tie('path'), fc.constantFrom(...UPDATES), tie('term'))
      .map(([left, by, right]) => `(${left} ${by} ${right})`),
    fc.tuple(tie('term'), tie('term'), tie('term')).map(([a, b, c]) => `if ${a} then ${b} else ${c} end`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `(try (${a}) catch (${b}))`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `((${a}) as $v | ${b})`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `reduce (${a}) as $v (0; ${b})`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `foreach (${a}) as $v (.; ${b})`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `[limit(3; ${a}, ${b})]`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `{a: (${a}), (${b} | tostring): 1}`),
    tie('term').map((inner) => `[${inner}]`),
    tie('term').map((inner) => `"v\\(${inner})"`),
    tie('term').map((inner) => `-(${inner})`),
  ),
}));

export const programs: fc.Arbitrary<string> = term;
