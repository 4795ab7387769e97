/** `dict`, `get`, `set`, `merge`, `dig`: maps with texts as keys, in the order of their keys. */
import {
  ANY,
  ANY_MAP,
  GoError,
  GoMap,
  GoNil,
  GoSlice,
  type GoValue,
  goDict,
  type Meter,
  STRING,
  STRING_SLICE,
  sameType,
  typeName,
} from '../../go-value/index.ts';
import { type CallArguments, define, defineVariadic, named, withMust } from '../define.ts';
import { plainText } from '../value-text.ts';
import { deepCopy } from './deep-copy.ts';
import { type MergeRule, mergeInto } from './merge.ts';

const EMPTY = goDict();

/** A parameter of type map: nil maps read as empty ones. */
function mapAt(args: CallArguments, index: number): GoMap {
  const value = args.value(index);
  return value instanceof GoMap ? value : EMPTY;
}

function mapsFrom(args: CallArguments, index: number): readonly GoMap[] {
  return args.from(index).filter((value) => value instanceof GoMap);
}

function dict(values: readonly GoValue[], meter: Meter): GoMap {
  const map = goDict();
  for (let index = 0; index < values.length; index += 2) {
    map.set(plainText(values[index] ?? null, meter), index + 1 < values.length ? (values[index + 1] ?? null) : '');
  }
  return map;
}

function merged(args: CallArguments, rule: MergeRule): GoMap {
  const first = args.value(0);
  const target = first instanceof GoMap ? first : goDict();
  for (const source of mapsFrom(args, 1)) mergeInto(target, source, rule);
  return target;
}

function dig(values: readonly GoValue[]): GoValue {
  if (values.length < 3) throw new GoError('dig needs at least three arguments');
  let found: GoValue = asDict(values.at(-1) ?? null);
  const path = values.slice(0, -2).map(asString);
  for (const key of path) {
    const step: GoValue | undefined = asDict(found).get(key);
    if (step === undefined) return values.at(-2) ?? null;
    found = step;
  }
  return found;
}

function asDict(value: GoValue): GoMap {
  if (value instanceof GoMap && sameType(value.type, ANY_MAP)) return value;
  if (value instanceof GoNil && sameType(value.type, ANY_MAP)) return EMPTY;
  throw notA(value, 'map[string]interface {}');
}

function asString(value: GoValue): string {
  if (typeof value === 'string') return value;
  throw notA(value, 'string');
}

function notA(value: GoValue, wanted: string): GoError {
  const type = value === null ? 'nil' : typeName(value);
  return new GoError(`interface conversion: interface {} is ${type}, not ${wanted}`);
}

const COPY = define('deepCopy', [ANY], (args, { budget }) => {
  if (args.value(0) === null) throw new GoError('reflect: call of reflect.Value.Type on zero Value');
  return deepCopy(args.value(0), budget);
});

export const DICT_FUNCTIONS = [
  defineVariadic('dict', [ANY], (args, { budget }) => {
    budget.step(args.values.length);
    return dict(args.values, budget);
  }),
  define('get', [ANY_MAP, STRING], (args) => {
    const value = mapAt(args, 0).get(args.text(1));
    return value === undefined ? '' : value;
  }),
  define('set', [ANY_MAP, STRING, ANY], (args) => {
    const map = args.value(0);
    if (!(map instanceof GoMap)) throw new GoError('assignment to entry in nil map');
    map.set(args.text(1), args.value(2));
    return map;
  }),
  define('unset', [ANY_MAP, STRING], (args) => {
    const map = args.value(0);
    if (map instanceof GoMap) map.delete(args.text(1));
    return map;
  }),
  define('hasKey', [ANY_MAP, STRING], (args) => mapAt(args, 0).has(args.text(1))),
  defineVariadic('pluck', [STRING, ANY_MAP], (args) =>
    mapsFrom(args, 1)
      .filter((map) => map.has(args.text(0)))
      .map((map) => map.get(args.text(0)) ?? null),
  ),
  defineVariadic('keys', [ANY_MAP], (args, { budget }) => {
    const keys = mapsFrom(args, 0).flatMap((map) => map.sortedKeys());
    budget.step(keys.length);
    return new GoSlice(STRING_SLICE, keys);
  }),
  define('values', [ANY_MAP], (args, { budget }) => {
    const map = mapAt(args, 0);
    budget.step(map.size);
    return map.sortedKeys().map((key) => map.get(key) ?? null);
  }),
  defineVariadic('pick', [ANY_MAP, STRING], (args, { budget }) => {
    const map = mapAt(args, 0);
    budget.step(args.values.length);
    const kept = args.values
      .slice(1)
      .map((key) => plainText(key, budget))
      .filter((key) => map.has(key));
    return goDict(kept.map((key) => [key, map.get(key) ?? null] as const));
  }),
  defineVariadic('omit', [ANY_MAP, STRING], (args, { budget }) => {
    const map = mapAt(args, 0);
    budget.step(map.size);
    const omitted = new Set(args.values.slice(1).map((key) => plainText(key, budget)));
    return goDict([...map.entries()].filter(([key]) => !omitted.has(key)));
  }),
  ...withMust(
    defineVariadic('merge', [ANY_MAP, ANY_MAP], (args, { budget }) => {
      return merged(args, { overwrites: false, budget });
    }),
  ),
  ...withMust(
    defineVariadic('mergeOverwrite', [ANY_MAP, ANY_MAP], (args, { budget }) => {
      return merged(args, { overwrites: true, budget });
    }),
  ),
  ...named(COPY, 'deepCopy', 'mustDeepCopy'),
  defineVariadic('dig', [ANY], (args) => dig(args.values)),
];
