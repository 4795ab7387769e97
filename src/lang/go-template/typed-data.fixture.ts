/** Go values beyond JSON: structs, pointers, methods, named types, typed nils, functions. */
import {
  ANY,
  ANY_MAP,
  BOOL,
  BYTES,
  COMPLEX128,
  ERROR,
  FLOAT32,
  FLOAT64,
  GoBytes,
  GoComplex,
  GoError,
  GoFunc,
  type GoFunction,
  GoInt,
  GoMap,
  GoNil,
  GoPointer,
  GoScalar,
  GoSlice,
  GoStruct,
  type GoType,
  type GoValue,
  goDict,
  goInt,
  INT,
  INT_SLICE,
  INT8,
  INT64,
  isArray,
  mapOf,
  methodTable,
  namedType,
  pointerTo,
  STRING,
  STRING_MAP,
  STRING_SLICE,
  sliceOf,
  sprint,
  structType,
  UINT8,
  UINT64,
} from '../go-value/index.ts';

function intOf(value: GoValue | undefined): bigint {
  return value instanceof GoInt ? value.value : 0n;
}

const TEMP = namedType('main.Temp', FLOAT64, {
  methods: methodTable({ name: 'String', parameters: [], call: (receiver) => tempText(receiver) }),
  text: tempText,
});

function tempText(value: GoValue): string {
  return value instanceof GoScalar ? `${(Math.floor(Number(value.value) * 10) / 10).toFixed(1)}°` : '';
}

const ERR = structType('main.Err', [{ name: 'Code', type: INT }]);
const ERR_POINTER = pointerTo(ERR, {
  methods: methodTable({ name: 'Error', parameters: [], call: (receiver) => errText(receiver) }),
  text: errText,
});

function errText(value: GoValue): string {
  const target = value instanceof GoPointer ? value.target : value;
  return target instanceof GoStruct ? `code ${intOf(target.fields[0])}` : '';
}

const STRING_FUNCTION: GoType = { kind: 'func', name: 'func(string) string' };

function nameOf(value: GoValue): string {
  const target = value instanceof GoPointer ? value.target : value;
  return target instanceof GoStruct && typeof target.fields[0] === 'string' ? target.fields[0] : '';
}

const METHODS = methodTable(
  { name: 'Greet', parameters: [STRING], call: (receiver, _context, [text]) => `${text} ${nameOf(receiver)}` },
  {
    name: 'Join',
    parameters: [STRING, INT],
    variadic: true,
    call: (receiver, _context, [mark, ...rest]) =>
      sprint([nameOf(receiver), mark ?? null, new GoSlice(INT_SLICE, rest)]),
  },
  {
    name: 'None',
    parameters: [],
    call: (receiver) => {
      if (receiver instanceof GoNil)
        throw new GoError('value method main.Person.None called using nil *Person pointer');
      return 'none';
    },
  },
  { name: 'Older', parameters: [INT], call: (receiver, _context, [years]) => older(receiver, intOf(years)) },
);

function older(receiver: GoValue, years: bigint): GoValue {
  const target = receiver instanceof GoPointer ? receiver.target : receiver;
  if (years < 0n) throw new GoError('negative years');
  if (!(target instanceof GoStruct))
    throw new GoError('runtime error: invalid memory address or nil pointer dereference');
  return goInt(intOf(target.fields[1]) + years);
}

const NEXT: GoType = { kind: 'ptr', name: '*main.Person' };
const PERSON = structType(
  'main.Person',
  [
    { name: 'Name', type: STRING },
    { name: 'Age', type: INT },
    { name: 'Tags', type: STRING_SLICE },
    { name: 'Meta', type: STRING_MAP },
    { name: 'Next', type: NEXT },
    { name: 'Any', type: ANY },
    { name: 'private', type: INT },
    { name: 'Temp', type: TEMP },
    { name: 'Fn', type: STRING_FUNCTION },
    { name: 'Err', type: ERROR },
    { name: 'B', type: BYTES },
    { name: 'Arr', type: { kind: 'array', name: '[2]int', elem: INT } },
  ],
  { methods: METHODS },
);
const PERSON_POINTER = pointerTo(PERSON);
const ARRAY: GoType = { kind: 'array', name: '[2]int', elem: INT };

function func(type: GoType, target: Omit<GoFunction, 'name'>): GoFunc {
  return new GoFunc(type, { name: 'function', ...target });
}

const bob = new GoStruct(PERSON, [
  'Bob',
  goInt(40),
  new GoNil(STRING_SLICE),
  new GoNil(STRING_MAP),
  new GoNil(PERSON_POINTER),
  null,
  goInt(0),
  new GoScalar(TEMP, 0),
  new GoNil(STRING_FUNCTION),
  null,
  new GoNil(BYTES),
  new GoSlice(ARRAY, [goInt(0), goInt(0)]),
]);
const bobPointer = new GoPointer(PERSON_POINTER, bob);
const meta = new GoMap(STRING_MAP, new Map([['k', 'v']]));
const ann = new GoStruct(PERSON, [
  'Ann',
  goInt(30),
  new GoSlice(STRING_SLICE, ['x', 'y']),
  meta,
  bobPointer,
  goDict([['deep', goInt(1)]]),
  goInt(1),
  new GoScalar(TEMP, 21.25),
  func(STRING_FUNCTION, { parameters: [STRING], call: (_context, [text]) => `fn:${text}` }),
  new GoPointer(ERR_POINTER, new GoStruct(ERR, [goInt(7)])),
  new GoBytes(BYTES, Buffer.from('hi')),
  new GoSlice(ARRAY, [goInt(1), goInt(2)]),
]);

const VALUES = namedType('main.Values', ANY_MAP, {
  methods: methodTable({ name: 'YAML', parameters: [], call: () => 'yaml!' }),
});
const VERSIONS = namedType('main.Versions', STRING_SLICE, {
  methods: methodTable({
    name: 'Has',
    parameters: [STRING],
    call: (receiver, _context, [wanted]) => receiver instanceof GoSlice && receiver.items.includes(wanted ?? null),
  }),
});
const NUMBER = namedType('main.Number', STRING, {
  text: (value) => (value instanceof GoScalar ? String(value.value) : ''),
});
const DURATION = namedType('time.Duration', INT64, {
  text: () => '1m30s',
  methods: methodTable(
    { name: 'Seconds', parameters: [], call: (receiver) => Number(intOf(receiver)) / 1e9 },
    { name: 'Hours', parameters: [], call: (receiver) => Number(intOf(receiver)) / 3.6e12 },
  ),
});
const INT_MAP = mapOf(INT);
const COMPLEX64: GoType = { kind: 'complex64', name: 'complex64' };

/** What the recorded templates work on. */
export const TYPED_DATA = goDict([
  ['p', new GoPointer(PERSON_POINTER, ann)],
  ['v', ann],
  ['nilp', new GoNil(PERSON_POINTER)],
  ['nilm', new GoNil(STRING_MAP)],
  ['nils', new GoNil(STRING_SLICE)],
  ['nilf', new GoNil(STRING_FUNCTION)],
  [
    'vals',
    new GoMap(
      VALUES,
      new Map<string, GoValue>([
        ['a', goInt(1)],
        ['YAML', 'key'],
        ['m', goDict([['q', 'r']])],
      ]),
    ),
  ],
  ['vers', new GoSlice(VERSIONS, ['v1', 'apps/v1'])],
  ['meta', meta],
  ['strs', new GoSlice(STRING_SLICE, ['a', 'b'])],
  ['ints', new GoSlice(INT_SLICE, [goInt(1), goInt(2)])],
  ['num', new GoScalar(NUMBER, '12')],
  ['dur', new GoInt(DURATION, 90_000_000_000n)],
  ['bytes', new GoBytes(BYTES, Buffer.from('hé'))],
  ['i8', new GoInt(INT8, -3n)],
  ['u64', new GoInt(UINT64, 2n ** 64n - 1n)],
  ['u8', new GoInt(UINT8, 7n)],
  ['f32', new GoScalar(FLOAT32, Math.fround(0.1))],
  [
    'fn',
    func(
      { kind: 'func', name: 'func(string, int) (string, error)' },
      {
        parameters: [STRING, INT],
        call: (_context, [text, count]) => {
          if (intOf(count) > 5n) throw new GoError('too much');
          return sprint([text ?? null, count ?? null]);
        },
      },
    ),
  ],
  [
    'vfn',
    func(
      { kind: 'func', name: 'func(...string) int' },
      { parameters: [STRING], variadic: true, call: (_context, args) => goInt(args.length) },
    ),
  ],
  ['err', new GoPointer(ERR_POINTER, new GoStruct(ERR, [goInt(3)]))],
  ['temp', new GoScalar(TEMP, 1.25)],
  ['people', new GoSlice(sliceOf(PERSON), [ann, bob])],
  ['ptrs', new GoSlice(sliceOf(PERSON_POINTER), [bobPointer, new GoNil(PERSON_POINTER)])],
  ['nested', new GoMap(mapOf(INT_MAP), new Map([['a', new GoMap(INT_MAP, new Map([['b', goInt(1)]]))]]))],
  ['c64', new GoComplex(COMPLEX64, 1, 2)],
  ['any', [bobPointer]],
]);

function sizeOf(value: GoValue | undefined): GoValue {
  if (value instanceof GoMap) return goInt(value.size);
  return goInt(value !== undefined && isArray(value) ? value.length : 0);
}

function fail(message: string): never {
  throw new GoError(message);
}

/** What they call. */
export const TYPED_FUNCTIONS: readonly GoFunction[] = [
  { name: 'str', parameters: [STRING], call: (_context, [text]) => `s:${text}` },
  { name: 'integer', parameters: [INT], call: (_context, [value]) => goInt(intOf(value) * 2n) },
  { name: 'i64', parameters: [INT64], call: (_context, [value]) => value ?? null },
  { name: 'u', parameters: [UINT8], call: (_context, [value]) => value ?? null },
  { name: 'fl', parameters: [FLOAT64], call: (_context, [value]) => value ?? null },
  { name: 'cplx', parameters: [COMPLEX128], call: (_context, [value]) => value ?? null },
  { name: 'b', parameters: [BOOL], call: (_context, [value]) => value ?? null },
  { name: 'dict', parameters: [ANY_MAP], call: (_context, [value]) => sizeOf(value) },
  { name: 'list', parameters: [sliceOf(ANY)], call: (_context, [value]) => sizeOf(value) },
  {
    name: 'strlist',
    parameters: [STRING_SLICE],
    call: (_context, [value]) => (value instanceof GoSlice ? value.items.join('+') : ''),
  },
  { name: 'person', parameters: [PERSON], call: (_context, [value]) => nameOf(value ?? null) },
  {
    name: 'pperson',
    parameters: [PERSON_POINTER],
    call: (_context, [value]) => (value instanceof GoNil ? 'nobody' : nameOf(value ?? null)),
  },
  {
    name: 'e',
    parameters: [ERROR],
    call: (_context, [value]) => (value === null || value === undefined ? 'no error' : errText(value)),
  },
  { name: 'bad', parameters: [], call: () => fail('bad thing') },
  { name: 'boom', parameters: [], call: () => fail('boom') },
  { name: 'null', parameters: [], call: () => null },
  { name: 'mk', parameters: [], call: () => bobPointer },
  {
    name: 'two',
    parameters: [STRING, INT],
    variadic: true,
    call: (_context, [text, ...rest]) => sprint([text ?? null, new GoSlice(INT_SLICE, rest)]),
  },
];
