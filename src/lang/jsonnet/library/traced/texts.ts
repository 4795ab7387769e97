/** Functions of strings. */
import { equalValues } from '../../runtime/compare.ts';
import { expectArray } from '../../runtime/expect.ts';
import { indexValue } from '../../runtime/index-value.ts';
import type { Machine } from '../../runtime/machine.ts';
import { quoteText, textOf } from '../../runtime/manifest.ts';
import { add } from '../../runtime/operators.ts';
import { NOWHERE, type Site } from '../../runtime/site.ts';
import { characters, sliceText, textLength } from '../../runtime/text.ts';
import { force, type Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { arrayOf, type Declared, type Lazies, lazyArrayOf, traced } from '../native.ts';
import { deepJoin } from './deep-join.ts';
import { modOne } from './format.ts';
import { lengthOf } from './length-of.ts';
import { at, boundIn, computed, F, laterIn, T, TT, TTT, tailAt, testSites, through, within } from './places.ts';

export const TEXTS: readonly Declared[] = [
  affixTest('startsWith', {
    first: [at('49:8-21'), at('49:19-20', T)],
    second: [at('49:24-37'), at('49:35-36', T)],
    substr: at('52:7-38'),
    equals: at('52:7-43'),
    isEnd: false,
  }),
  affixTest('endsWith', {
    first: [at('55:8-21'), at('55:19-20', T)],
    second: [at('55:24-37'), at('55:35-36', T)],
    substr: at('58:7-66'),
    equals: at('58:7-71'),
    isEnd: true,
  }),
  traced('stringChars', 'str', (machine, args) => stringChars(machine, args.at(0))),
  traced('split', 'str c', split),
  caseChange(
    'asciiUpper',
    {
      ...{ call: at('186:18-58', T), list: at('186:37-57', TT), text: at('186:53-56', TTT), join: tailAt('186:5-59') },
      ...letterSites('function <up_letter>', '182:29-34', '182:32-33'),
    },
    /[a-z]+/g,
    (all) => all.toUpperCase(),
  ),
  caseChange(
    'asciiLower',
    {
      ...{ call: at('194:18-60', T), list: at('194:39-59', TT), text: at('194:55-58', TTT), join: tailAt('194:5-61') },
      ...letterSites('function <down_letter>', '190:31-36', '190:34-35'),
    },
    /[A-Z]+/g,
    (all) => all.toLowerCase(),
  ),
  traced('escapeStringPython', 'str', (machine, args) => {
    const value = through(machine, args.at(0), [tailAt('1037:5-30'), at('1037:26-29', T)]);
    return quoteText(textOf(machine, value, tailAt('1037:5-30')));
  }),
  traced('escapeStringBash', 'str_', (machine, args) => {
    const quoted = computed((running) => {
      const text = toText(running, args.at(0), { uses: [at('1041:14-49'), at('1041:29-32', T)], line: '1040' });
      return text.replaceAll("'", `'"'"'`);
    });
    return modOne(machine, tailAt('1041:5-49', ''), { text: "'%s'", value: quoted });
  }),
  traced('escapeStringDollars', 'str_', (machine, args) => {
    const text = toText(machine, args.at(0), { uses: [tailAt('1045:5-35'), at('1045:20-23', T)], line: '1044' });
    return text.replaceAll('$', '$$$$');
  }),
  traced('escapeStringXML', 'str_', (machine, args) => {
    const uses = [
      tailAt('1057:5-80'),
      at('1057:18-79', ''),
      at('1057:58-78', T),
      tailAt('77:5-55'),
      at('77:19-34', T),
      at('77:30-33', TT),
      at('1057:74-77', TT),
    ];
    return escapeXml(toText(machine, args.at(0), { uses, line: '1056' }));
  }),
  traced('findSubstr', 'pat str', findSubstr),
  traced('resolvePath', 'f r', resolvePath),
  traced('lines', 'arr', lines),
  traced('deepJoin', 'arr', (machine, args) => deepJoin(machine, args.at(0))),
];

interface AffixSites {
  readonly first: readonly [Site, Site];
  readonly second: readonly [Site, Site];
  readonly substr: Site;
  readonly equals: Site;
  readonly isEnd: boolean;
}

/** Lengths are asked first, of whatever has one. */
function affixTest(name: string, { first, second, substr, equals, isEnd }: AffixSites): Declared {
  return traced(name, 'a b', (machine, args) => {
    const text = through(machine, args.at(0), first);
    const length = lengthOf(machine, text, first[0]);
    const affix = through(machine, args.at(1), second);
    const size = lengthOf(machine, affix, second[0]);
    if (length < size) return false;
    if (typeof text !== 'string')
      throw machine.fault(`substr first parameter should be a string, got ${typeOf(text)}`, substr);
    const start = isEnd ? length - size : 0;
    return equalValues(machine, sliceText(text, start, start + size), affix, equals);
  });
}

const CHARS = { make: tailAt('77:5-55'), length: at('77:19-34', T), text: at('77:30-33', TT), index: at('77:48-54') };

/** Elements of anything that has a length and indexes; what has no indexes by number is told when an element is looked at. */
function stringChars(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, [CHARS.make, CHARS.length, CHARS.text]);
  if (typeof value === 'string') return arrayOf(machine, characters(value));
  if (value instanceof JsonnetArray) return value;
  const length = within(machine, [CHARS.make], () => lengthOf(machine, value, CHARS.length));
  return lazyArrayOf(machine, length, () =>
    computed((running) => within(running, [NOWHERE], () => indexValue(running, value, 0, CHARS.index))),
  );
}

const SPLIT = {
  text: testSites('string', at('116:12-29'), at('116:25-28', T)),
  textFault: at('(116:5)-(119:31)', ''),
  separator: testSites('string', at('117:12-27'), at('117:25-26', T)),
  separatorFault: at('(117:5)-(119:31)', ''),
  emptyFault: at('(118:5)-(119:31)', ''),
};

function split(machine: Machine, args: Lazies): Value {
  const text = through(machine, args.at(0), SPLIT.text);
  if (typeof text !== 'string')
    throw machine.fault(`std.split first parameter must be a String, got ${typeOf(text)}`, SPLIT.textFault);
  const separator = through(machine, args.at(1), SPLIT.separator);
  if (typeof separator !== 'string')
    throw machine.fault(`std.split second parameter must be a String, got ${typeOf(separator)}`, SPLIT.separatorFault);
  if (separator === '')
    throw machine.fault('std.split second parameter must have length 1 or greater, got 0', SPLIT.emptyFault);
  machine.read(text);
  return arrayOf(machine, text.split(separator));
}

interface CaseSites {
  readonly join: Site;
  readonly call: Site;
  readonly list: Site;
  readonly text: Site;
  readonly codepoint: Site;
  readonly letter: Site;
}

/** Where a single letter is turned into its number. */
function letterSites(name: string, call: string, letter: string): Pick<CaseSites, 'codepoint' | 'letter'> {
  return { codepoint: at(call, name), letter: at(letter, laterIn(name)) };
}

/** Letters of ASCII only; arrays of single characters are taken too. */
function caseChange(name: string, sites: CaseSites, letters: RegExp, change: (all: string) => string): Declared {
  const calls = [sites.join, sites.call];
  return traced(name, 'str', (machine, args) => {
    const mapTest = testSites('array', at('277:14-30'), at('277:26-29', T));
    const value = through(machine, args.at(0), [
      ...calls,
      ...mapTest,
      sites.list,
      CHARS.make,
      CHARS.length,
      CHARS.text,
      sites.text,
    ]);
    if (typeof value === 'string') return value.replace(letters, change);
    const length = within(machine, [...calls, ...mapTest, sites.list, CHARS.make], () =>
      lengthOf(machine, value, CHARS.length),
    );
    const pieces = Array.from({ length }, (_, index) => letterAt(machine, { value, index, sites }));
    return pieces.join('').replace(letters, change);
  });
}

interface Letter {
  readonly value: Value;
  readonly index: number;
  readonly sites: CaseSites;
}

/** An element of what is no string, which must be one character. */
function letterAt(machine: Machine, { value, index, sites: { join, codepoint, letter } }: Letter): string {
  const map = [join, NOWHERE, MAP.call];
  const element = [...map, codepoint, letter, MAP.element, NOWHERE];
  const piece = within(machine, element, () => indexValue(machine, value, index, CHARS.index));
  if (typeof piece === 'string' && textLength(piece) === 1) return piece;
  return within(machine, map, () => {
    const problem =
      typeof piece === 'string'
        ? `codepoint takes a string of length 1, got length ${textLength(piece)}`
        : `Unexpected type ${typeOf(piece)}, expected string`;
    throw machine.fault(problem, codepoint);
  });
}

const MAP = { call: at('280:50-62'), element: at('280:55-61', T) };

/** `std.toString` of an argument by way of a local `str`. */
function toText(
  machine: Machine,
  lazy: Lazy,
  { uses, line }: { readonly uses: readonly Site[]; readonly line: string },
): string {
  const name = boundIn('str', F);
  const [call, variable] = [at(`${line}:17-35`, name), at(`${line}:30-34`, laterIn(name))];
  const value = through(machine, lazy, [...uses, call, variable]);
  return typeof value === 'string' ? value : within(machine, uses, () => textOf(machine, value, call));
}

const XML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' };

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => XML[character] ?? character);
}

const FIND = {
  pattern: testSites('string', at('1654:9-26'), at('1654:22-25', T)),
  patternFault: at('1655:7-82'),
  text: testSites('string', at('1656:14-31'), at('1656:27-30', T)),
  textFault: at('1657:7-83'),
};

/** Indexes of all occurrences, overlapping ones too. */
function findSubstr(machine: Machine, args: Lazies): Value {
  const pattern = through(machine, args.at(0), FIND.pattern);
  if (typeof pattern !== 'string')
    throw machine.fault(`findSubstr first parameter should be a string, got ${typeOf(pattern)}`, FIND.patternFault);
  const text = through(machine, args.at(1), FIND.text);
  if (typeof text !== 'string')
    throw machine.fault(`findSubstr second parameter should be a string, got ${typeOf(text)}`, FIND.textFault);
  const found: number[] = [];
  if (pattern === '') return arrayOf(machine, found);
  machine.read(text);
  let [units, points] = [0, 0];
  for (let index = text.indexOf(pattern); index >= 0; index = text.indexOf(pattern, index + 1)) {
    const between = text.slice(units, index);
    machine.work(1);
    points += SURROGATE_PAIR.test(between) ? [...between].length : between.length;
    units = index;
    found.push(points);
  }
  return arrayOf(machine, found);
}

const SURROGATE_PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

const RESOLVE = {
  join: tailAt('1632:5-80'),
  sum: at('1632:19-79', T),
  list: at('1632:44-47', TTT),
  split: at('1631:17-34', boundIn('arr', F)),
  text: at('1631:27-28', laterIn(boundIn('arr', F))),
  last: at('1632:77-78', TT),
};

/** The path with everything behind its last slash replaced. */
function resolvePath(machine: Machine, args: Lazies): Value {
  const outer = [RESOLVE.join, at('1632:19-73', T), at('1632:33-48', TT), RESOLVE.list, RESOLVE.split];
  const text = through(machine, args.at(0), [...outer, ...SPLIT.text, RESOLVE.text]);
  if (typeof text !== 'string')
    return within(machine, outer, () => {
      throw machine.fault(`std.split first parameter must be a String, got ${typeOf(text)}`, SPLIT.textFault);
    });
  const last = through(machine, args.at(1), [RESOLVE.join, RESOLVE.last]);
  machine.read(text);
  const folder = text.slice(0, text.lastIndexOf('/') + 1);
  if (last === null) return folder.slice(0, -1);
  if (typeof last === 'string') return folder + last;
  throw machine.fault(`Unexpected type ${typeOf(last)}, expected string`, RESOLVE.join);
}

const LINES = { join: tailAt('339:5-31'), sum: at('339:20-30', T), list: at('339:20-23', T) };

function lines(machine: Machine, args: Lazies): Value {
  const value = through(machine, args.at(0), [LINES.join, LINES.list]);
  const all = within(machine, [LINES.join], () => add(machine, value, new JsonnetArray(['']), LINES.sum));
  const pieces: string[] = [];
  for (const element of expectArray(machine, all, LINES.join).elements) {
    const piece = force(element, machine, LINES.join);
    if (piece === null) continue;
    if (typeof piece !== 'string') throw machine.fault(`Unexpected type ${typeOf(piece)}, expected string`, LINES.join);
    machine.make(1 + piece.length / 3);
    pieces.push(piece);
  }
  return pieces.join('\n');
}
