/** Templates that call one function each with random arguments, right ones and wrong ones. */
import fc from 'fast-check';
import type { FunctionTable, GoFunction, GoType } from '../go-value/index.ts';

/** What templates of calls see as their data. */
export const DATA = {
  s: 'some Text',
  empty: '',
  wide: 'Größe 日本 ǆ😀',
  f: 3.75,
  whole: 12,
  negative: -7,
  huge: 1e21,
  yes: true,
  no: false,
  nothing: null,
  list: ['b', 'a', 'c', 'a'],
  mixed: [1, 'x', null, true, 2.5, { k: 'v' }, [1]],
  none: [],
  numbers: [3, 1, 2],
  map: { a: 1, b: 'two', c: { d: [1, 2], e: { f: 'g' } }, z: null },
  other: { a: 5, c: { d: [9], h: '' }, q: [1], s: 'x', e: '' },
  bare: {},
} as const;

/** Texts by what they are texts of; see testdata/words.json. */
export type Words = Readonly<Record<string, readonly string[]>>;

/** Which words suit which function, by the parameter. */
const SUITED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/[rR]egexQuoteMeta/, ['plain', 'regex']],
  [/[rR]egex/, ['regex', 'plain', 'plain']],
  [/^semverCompare$/, ['constraint', 'version']],
  [/^semver$/, ['version']],
  [/^url/, ['url']],
  [/^(?:date|date_in_zone|dateInZone|htmlDate.*)$/, ['layout', 'layout', 'zone']],
  [/oDate$/, ['layout', 'time']],
  [/odify|^duration/, ['duration', 'duration']],
  [/Json/, ['json']],
  [/Yaml/, ['yaml']],
  [/Toml/, ['toml']],
  [/b64dec|b32dec|decryptAES/, ['base64', 'base64']],
  [/^(?:os)?(?:base|dir|clean|ext|isabs)$/i, ['path']],
  [/^(?:type|kind)Is/, ['type', 'plain']],
  [/^(?:get|set|unset|hasKey|pluck|pick|omit|dig)$/, ['key', 'key', 'key', 'key']],
];

function literal(text: string): string {
  const escaped = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') return `\\${character}`;
    return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  });
  return `"${escaped.join('')}"`;
}

function wordsFor(words: Words, name: string, index: number): fc.Arbitrary<string> {
  const suited = SUITED.find(([pattern]) => pattern.test(name))?.[1] ?? ['plain'];
  const kind = suited[Math.min(index, suited.length - 1)] ?? 'plain';
  const pool = fc.constantFrom(...(words[kind] ?? []).map(literal));
  const any = fc.string({ unit: 'grapheme', maxLength: 12 }).map(literal);
  return fc.oneof(
    { weight: 12, arbitrary: pool },
    { weight: 2, arbitrary: fc.constantFrom(...(words['plain'] ?? []).map(literal)) },
    { weight: 2, arbitrary: any },
  );
}

const INTEGERS = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -5, max: 12 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('100', '-1', '0', '65', '(int 3)', '(int "4")') },
);
const FIELDS = Object.keys(DATA).map((key) => `.${key}`);
function value(words: Words, name: string, index: number): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...FIELDS) },
    { weight: 3, arbitrary: fc.constantFrom(...(words['(composed)'] ?? [])) },
    { weight: 3, arbitrary: fc.constantFrom(...(words['(scalars)'] ?? [])) },
    { weight: 3, arbitrary: wordsFor(words, name, index) },
  );
}

interface Parameter {
  readonly type: GoType;
  readonly index: number;
}

/** What is neither a time nor seconds is now, which is another one for each program. */
const MOMENTS = fc.constantFrom(
  '(int64 0)',
  '(int 1700000000)',
  '(int64 -99999999999)',
  '(toDate "2006-01-02" "2020-07-03")',
  '(int64 "9223372036854775807")',
  '(int64 1720000000)',
  '(toDate "2006-01-02T15:04:05.999Z07:00" "2020-01-01T10:11:12.5+02:00")',
  '(toDate "MST" "CEST")',
);

function ofType(words: Words, func: GoFunction, { type, index }: Parameter): fc.Arbitrary<string> {
  if (/^date|^htmlDate/.test(func.name) && type.kind === 'interface') return MOMENTS;
  if (type.kind === 'string') return wordsFor(words, func.name, index);
  if (type.kind === 'int' || type.kind === 'uint32') return INTEGERS;
  if (type.kind === 'bool') return fc.constantFrom('true', 'false', '.yes', '.no');
  if (type.kind === 'float64') return fc.constantFrom('0.5', '.3', '1.0', '0.7');
  if (type.kind === 'map')
    return fc.constantFrom(
      '.map',
      '.other',
      '.bare',
      '(dict "a" 1)',
      '(dict "a" (dict "b" 2) "s" "")',
      '(dict "c" (dict "d" 7 "x" (list)))',
      '(dict "q" nil "a" false)',
      '(urlParse "http://u:p@h/x?y#z")',
      '(dict "host" "h" "scheme" "http" "path" "a b" "userinfo" "u:p w")',
      '(dict "path" "x:y")',
      '(dict "scheme" 1)',
    );
  if (type.kind === 'slice')
    return fc.constantFrom('.list', '(list)', 'nil', '(list "1.2.3.4")', '(list "::1" "a.b")', '(list 1)');
  if (type.name === 'time.Time')
    return fc.constantFrom(
      '(toDate "2006-01-02" "2020-02-03")',
      '(toDate "2006" "x")',
      '(toDate "2006-01-02T15:04:05.999Z07:00" "2020-01-01T10:11:12.5+02:00")',
    );
  return value(words, func.name, index);
}

function argument(words: Words, func: GoFunction, parameter: Parameter): fc.Arbitrary<string> {
  const { type, index } = parameter;
  if (/^date|^htmlDate/.test(func.name)) return ofType(words, func, parameter);
  // A size that the other implementation would not survive.
  const wrong = value(words, func.name, index).filter((text) => type.kind !== 'int' || !text.includes('922337'));
  return fc.oneof({ weight: 14, arbitrary: ofType(words, func, parameter) }, { weight: 1, arbitrary: wrong });
}

function argumentsOf(words: Words, func: GoFunction): fc.Arbitrary<readonly string[]> {
  const { parameters, variadic = false } = func;
  const fixed = variadic ? parameters.slice(0, -1) : parameters;
  const last = parameters.at(-1);
  const fixedPart = fc.tuple(...fixed.map((type, index) => argument(words, func, { type, index })));
  if (!variadic || last === undefined) return fixedPart;
  return fc
    .tuple(fixedPart, fc.array(argument(words, func, { type: last, index: fixed.length }), { maxLength: 4 }))
    .map(([first, more]) => [...first, ...more]);
}

/** A template that shows type, text and JSON of what a call answers. */
export function randomCall(func: GoFunction, words: Words): fc.Arbitrary<string> {
  const counted = argumentsOf(words, func);
  const miscounted = fc.tuple(counted, fc.boolean()).map(([list, more]) => (more ? [...list, '1'] : list.slice(1)));
  const lists = fc.oneof({ weight: 30, arbitrary: counted }, { weight: 1, arbitrary: miscounted });
  // A map inside itself is printed without end.
  const loops = (list: readonly string[]) =>
    /^set$|^merge|^mustMerge/.test(func.name) && new Set(list).size < list.length;
  const asksClock = (list: readonly string[]) =>
    func.name === 'durationRound' && list.some((text) => text.startsWith('(toDate'));
  return lists
    .filter((list) => !loops(list) && !asksClock(list))
    .map((list) => {
      const sorted = func.name === 'keys' || func.name === 'values';
      const call = [func.name, ...list].join(' ');
      return `{{ $r := ${sorted ? `sortAlpha (${call})` : call} }}{{ printf "%T|%v|" $r $r }}{{ mustToRawJson $r }}`;
    });
}

/** Answers depend on clock or entropy, or take long. */
const UNSTABLE = new Set([
  'now',
  'ago',
  'shuffle',
  'uuidv4',
  'bcrypt',
  'htpasswd',
  'encryptAES',
  'genPrivateKey',
  'derivePassword',
  'randInt',
  'getHostByName',
  'buildCustomCert',
  'include',
  'tpl',
  'lookup',
]);

/** The functions that can be compared with another implementation. */
export function comparableFunctions(table: FunctionTable): readonly GoFunction[] {
  return [...table.values()].filter(({ name }) => !UNSTABLE.has(name) && !/^rand|^gen/.test(name));
}
