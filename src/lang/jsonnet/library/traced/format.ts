/** `std.format` and `std.mod`, which is `%`. */
import { indexValue } from '../../runtime/index-value.ts';
import { type Machine, NO_SITE } from '../../runtime/machine.ts';
import { JsonnetObject } from '../../runtime/object.ts';
import { modulo } from '../../runtime/operators.ts';
import type { Site } from '../../runtime/site.ts';
import { force, type Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { type Declared, type Lazies, traced } from '../native.ts';
import { padText } from './format-padding.ts';
import { formatValue } from './format-value.ts';
import { lengthOf } from './length-of.ts';
import { type FormatCode, FormatFault, parseFormat } from './parse-format.ts';
import { at, boundIn, computed, F, laterIn, passed, T, TT, tailAt, testSites, through, within } from './places.ts';

/** `$std.mod(text, values)` as the library itself has it at some place, for messages and lines. */
export function modAt(machine: Machine, call: Site, [text, ...values]: readonly [string, ...Lazy[]]): string {
  return within(machine, [call, MOD.format], () => format(machine, text, new JsonnetArray(values)));
}

/** The same with a value that is no array. */
export function modOne(
  machine: Machine,
  call: Site,
  { text, value }: { readonly text: string; readonly value: Lazy },
): string {
  return within(machine, [call, MOD.format], () => format(machine, text, passed(value, MOD.values)));
}

export const FORMATS: readonly Declared[] = [
  traced('mod', 'a b', mod),
  traced('format', 'str vals', (machine, args) => format(machine, args.at(0), args.at(1))),
];

const MOD = {
  first: testSites('number', at('258:8-23'), at('258:21-22', T)),
  second: testSites('number', at('258:27-42'), at('258:40-41', T)),
  modulo: tailAt('259:7-23'),
  format: tailAt('261:7-23'),
  values: at('261:21-22', T),
  type: [at('263:77-88'), at('263:86-87', T)],
  fault: at('263:7-94'),
};

/** The rest of a division, or a formatted text. */
function mod(machine: Machine, args: Lazies): Value {
  const left = through(machine, args.at(0), MOD.first);
  if (typeof left === 'string') {
    const values = passed(args.at(1), MOD.values);
    return within(machine, [MOD.format], () => format(machine, left, values));
  }
  if (typeof left === 'number') {
    const right = through(machine, args.at(1), MOD.second);
    if (typeof right === 'number') return modulo(machine, left, right, MOD.modulo);
  }
  const right = through(machine, args.at(1), MOD.type);
  throw machine.fault(`Operator % cannot be used on types ${typeOf(left)} and ${typeOf(right)}.`, MOD.fault);
}

const ARRAY = 'function <format_codes_arr>';
const OBJECT = 'function <format_codes_obj>';

interface FormatPlaces {
  /** The call that goes through the codes. */
  readonly call: Site;
  /** Where the codes are asked for first: the calls inside it. */
  readonly codes: readonly Site[];
}

const LIST: FormatPlaces = {
  call: tailAt('820:7-46'),
  codes: [at('725:15-32', ARRAY), at('725:26-31', laterIn(ARRAY)), at('820:24-29', T)],
};
const SINGLE: FormatPlaces = {
  call: tailAt('824:7-48'),
  codes: [at('725:15-32', ARRAY), at('725:26-31', laterIn(ARRAY)), at('824:24-29', T)],
};
const FIELDS: FormatPlaces = {
  call: tailAt('822:7-43'),
  codes: [at('780:15-32', OBJECT), at('780:26-31', laterIn(OBJECT)), at('822:24-29', T)],
};
const VALUES = testSites('array', at('819:8-25'), at('819:20-24', T));
const CODES = boundIn('codes', F);
const TEXT = [
  ...[
    at('505:19-46', CODES),
    at('495:15-30', 'function <parse_codes>'),
    at('495:26-29', laterIn('function <parse_codes>')),
  ],
  at('505:31-34', laterIn(CODES)),
];
const TEXT_LENGTH = at('495:15-30', 'function <parse_codes>');

function format(machine: Machine, text: Lazy, values: Lazy): string {
  const given = through(machine, values, VALUES);
  const places = given instanceof JsonnetArray ? LIST : given instanceof JsonnetObject ? FIELDS : SINGLE;
  const parts = codesOf(machine, text, places);
  return within(machine, [places.call], () =>
    given instanceof JsonnetObject
      ? formatFields(machine, parts, given)
      : formatList(
          machine,
          parts,
          given instanceof JsonnetArray ? given.elements : [passed(given, at('824:32-36', TT))],
        ),
  );
}

function codesOf(machine: Machine, lazy: Lazy, { call, codes }: FormatPlaces): readonly (string | FormatCode)[] {
  const calls = [call, ...codes];
  const text = through(machine, lazy, [...calls, ...TEXT]);
  const characters = typeof text === 'string' ? [...text] : elementsOf(machine, text, calls);
  machine.work(4 + (characters.length >> 1));
  try {
    return parseFormat({ machine, characters, calls });
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error;
    const place = error.sites.at(-1) ?? call;
    return within(machine, [...calls, ...error.sites.slice(0, -1)], () => {
      throw machine.fault(error.message, place);
    });
  }
}

/** What is no text but has a length is taken for one character after another. */
function elementsOf(machine: Machine, value: Value, calls: readonly Site[]): readonly Lazy[] {
  const length = within(machine, [...calls, at('505:19-46', CODES)], () => lengthOf(machine, value, TEXT_LENGTH));
  if (value instanceof JsonnetArray) return value.elements;
  return Array.from({ length }, (_, index) => computed((running) => indexValue(running, value, index, NO_SITE)));
}

const TOO_MANY = at('727:11-86', ARRAY);
const VALUE = boundIn('val', ARRAY);
const S = boundIn('s', ARRAY);
const LIST_PADDING = {
  step: at('776:11-64', ARRAY),
  text: at('776:55-63', laterIn(ARRAY)),
  left: {
    call: at('770:15-39', boundIn('s_padded', ARRAY)),
    variable: at('770:24-25', laterIn(boundIn('s_padded', ARRAY))),
  },
  right: {
    call: at('768:15-40', boundIn('s_padded', ARRAY)),
    variable: at('768:25-26', laterIn(boundIn('s_padded', ARRAY))),
    width: at('768:28-34', laterIn(boundIn('s_padded', ARRAY))),
  },
  width: at('770:27-33', laterIn(boundIn('s_padded', ARRAY))),
  format: at('765:15-60', S),
};

function formatList(machine: Machine, parts: readonly (string | FormatCode)[], values: readonly Lazy[]): string {
  let text = '';
  let next = 0;
  for (const part of parts) {
    machine.work(1);
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const stars = Number(part.width === '*') + Number(part.precision === '*');
    const [index, first] = [next + stars, next];
    const width = part.width === '*' ? starred(values, first, STAR_WIDTH) : part.width;
    const precision = part.precision === '*' ? starred(values, index - 1, STAR_PRECISION) : part.precision;
    const value = computed((running) => {
      const element = values[index];
      if (element !== undefined) return force(element, running, at('758:15-22', VALUE));
      const message = `Not enough values to format: ${values.length}, expected more than ${index}`;
      throw running.fault(message, at('760:15-103', VALUE));
    });
    text += formatCode(machine, { code: part, value, width, precision, label: index }, LIST_PADDING);
    next = part.conversion === '%' ? index : index + 1;
  }
  if (next >= values.length) return text;
  return within(machine, [at('733:11-59', ARRAY)], () => {
    throw machine.fault(`Too many values to format: ${values.length}, expected ${next}`, TOO_MANY);
  });
}

interface StarPlaces {
  readonly element: Site;
  readonly fault: Site;
}

const STAR_WIDTH = { element: at('740:15-21', 'object <anonymous>'), fault: at('738:15-101', 'object <anonymous>') };
const STAR_PRECISION = {
  element: at('750:15-25', 'object <anonymous>'),
  fault: at('748:15-105', 'object <anonymous>'),
};

/** A width or precision among the values. */
function starred(values: readonly Lazy[], index: number, places: StarPlaces): Lazy {
  return computed((machine) => {
    const element = values[index];
    if (element !== undefined) return force(element, machine, places.element);
    throw machine.fault(`Not enough values to format: ${values.length}, expected at least ${index}`, places.fault);
  });
}

interface CodeToFormat {
  readonly code: FormatCode;
  readonly value: Lazy;
  readonly width: Lazy;
  readonly precision: Lazy | undefined;
  readonly label: number | string;
}

type PaddingPlaces = typeof LIST_PADDING;

function formatCode(
  machine: Machine,
  { code, value, width, precision, label }: CodeToFormat,
  places: PaddingPlaces,
): string {
  const variable =
    places === LIST_PADDING ? at('765:27-30', laterIn(S)) : at('811:27-30', laterIn(boundIn('s', OBJECT)));
  const precisionPlace = places === LIST_PADDING ? at('765:46-55', laterIn(S)) : at('811:42-46', laterIn(FIELD_S));
  const body = (running: Machine, size: Value) => {
    if (code.conversion === '%') return '%';
    return within(running, [places.format], () =>
      formatValue(running, { code, value, variable, width: size, precision, precisionPlace, label }),
    );
  };
  return within(machine, [places.step, places.text], () =>
    padText(machine, { body, width, isLeft: code.flags.left }, places),
  );
}

const KEY = boundIn('f', OBJECT);
const FIELD = boundIn('val', OBJECT);
const FIELD_S = boundIn('s', OBJECT);
const FIELD_PADDING: PaddingPlaces = {
  step: at('817:11-60', OBJECT),
  text: at('817:51-59', laterIn(OBJECT)),
  left: {
    call: at('816:15-35', boundIn('s_padded', OBJECT)),
    variable: at('816:24-25', laterIn(boundIn('s_padded', OBJECT))),
  },
  right: {
    call: at('814:15-36', boundIn('s_padded', OBJECT)),
    variable: at('814:25-26', laterIn(boundIn('s_padded', OBJECT))),
    width: at('814:28-30', laterIn(boundIn('s_padded', OBJECT))),
  },
  width: at('816:27-29', laterIn(boundIn('s_padded', OBJECT))),
  format: at('811:15-50', FIELD_S),
};
const NO_KEY = [at('803:16-40', FIELD), tailAt('1579:5-32'), at('1579:24-25', T), at('803:38-39', laterIn(FIELD))];

function formatFields(machine: Machine, parts: readonly (string | FormatCode)[], object: JsonnetObject): string {
  const texts = parts.map((part) => {
    machine.work(1);
    if (typeof part === 'string') return part;
    const value = computed((running) => fieldOf(running, object, part.key));
    const width =
      part.width === '*'
        ? faulty('Cannot use * field width with object.', at('794:15-60', boundIn('fw', OBJECT)))
        : part.width;
    const precision =
      part.precision === '*'
        ? faulty('Cannot use * precision with object.', at('799:15-58', boundIn('prec', OBJECT)))
        : part.precision;
    return formatCode(machine, { code: part, value, width, precision, label: part.key ?? '' }, FIELD_PADDING);
  });
  return texts.join('');
}

function fieldOf(machine: Machine, object: JsonnetObject, name: string | undefined): Value {
  if (name === undefined)
    return within(machine, NO_KEY, () => {
      throw machine.fault('Mapping keys required.', at('789:15-45', KEY));
    });
  if (object.allFields().has(name)) return object.get(name, { machine, site: at('804:15-21', FIELD) });
  throw machine.fault(`No such field: ${name}`, at('806:15-42', FIELD));
}

function faulty(message: string, place: Site): Lazy {
  return computed((machine) => {
    throw machine.fault(message, place);
  });
}
