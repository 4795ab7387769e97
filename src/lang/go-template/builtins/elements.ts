/** `index`, `slice` and `len`. */
import {
  byteLength,
  decodeText,
  encodeText,
  GoBytes,
  GoInt,
  GoMap,
  GoNil,
  GoScalar,
  GoSlice,
  type GoType,
  type GoValue,
  goInt,
  isArray,
  isAscii,
  isAssignable,
  STRING,
  typeName,
  typeOf,
  UINT8,
  zeroOf,
} from '../../go-value/index.ts';
import type { Evaluated } from '../execute/frame.ts';
import { type Builtin, goError, ofMoreValues, ofValues, pointedTo } from './builtin.ts';

/** What has elements in a row. */
interface Sequence {
  readonly kind: 'string' | 'slice' | 'array';
  readonly length: number;
  at(index: number): GoValue;
  slice(from: number, to: number): GoValue;
}

function sequenceOf(value: GoValue): Sequence | undefined {
  if (typeof value === 'string') return textSequence(value);
  if (value instanceof GoScalar && typeof value.value === 'string') return textSequence(value.value, value.type);
  if (isArray(value)) return listSequence(value, (items) => items);
  if (value instanceof GoSlice) return sliceSequence(value);
  if (value instanceof GoBytes) return byteSequence(value);
  if (value instanceof GoNil && value.type.kind === 'slice') return listSequence([], () => value);
  return undefined;
}

function listSequence(items: readonly GoValue[], wrap: (items: readonly GoValue[]) => GoValue): Sequence {
  return {
    kind: 'slice',
    length: items.length,
    at: (index) => items[index] ?? null,
    slice: (from, to) => wrap(items.slice(from, to)),
  };
}

function sliceSequence({ type, items }: GoSlice): Sequence {
  const kind = type.kind === 'array' ? 'array' : 'slice';
  return { ...listSequence(items, (part) => new GoSlice(type, part)), kind };
}

function byteSequence({ type, bytes }: GoBytes): Sequence {
  return {
    kind: 'slice',
    length: bytes.length,
    at: (index) => new GoInt(UINT8, BigInt(bytes[index] ?? 0)),
    slice: (from, to) => new GoBytes(type, bytes.subarray(from, to)),
  };
}

function textSequence(text: string, type: GoType = STRING): Sequence {
  const wrap = (part: string): GoValue => (type === STRING ? part : new GoScalar(type, part));
  if (isAscii(text)) {
    return {
      kind: 'string',
      length: text.length,
      at: (index) => new GoInt(UINT8, BigInt(text.charCodeAt(index))),
      slice: (from, to) => wrap(text.slice(from, to)),
    };
  }
  const bytes = encodeText(text);
  return {
    ...byteSequence(new GoBytes(type, bytes)),
    kind: 'string',
    slice: (from, to) => wrap(decodeText(bytes.subarray(from, to))),
  };
}

/** An index as a number from 0 to `limit`. */
function indexNumber(index: Evaluated, limit: number): number {
  if (index === undefined || index === null) throw goError('cannot index slice/array with nil');
  if (!(index instanceof GoInt)) throw goError(`cannot index slice/array with type ${typeName(index)}`);
  const value = BigInt.asIntN(64, index.value);
  if (value < 0n || value > BigInt(limit)) throw goError(`index out of range: ${value}`);
  return Number(value);
}

function mapKey(index: Evaluated, type: GoType): string {
  if (index === undefined || index === null) throw goError(`value is nil; should be of type ${type.name}`);
  const text = index instanceof GoScalar ? index.value : index;
  const actual = typeOf(index);
  if (typeof text === 'string' && actual && isAssignable(actual, type)) return text;
  throw goError(`value has type ${typeName(index)}; should be ${type.name}`);
}

function element(item: GoValue, index: Evaluated): GoValue {
  const target = pointedTo(item);
  if (target === undefined) throw goError('index of nil pointer');
  const type = typeOf(target);
  if (type?.kind === 'map') {
    const key = mapKey(index, type.key ?? STRING);
    const found = target instanceof GoMap ? target.get(key) : undefined;
    return found === undefined ? zeroOf(type.elem ?? STRING) : found;
  }
  const sequence = sequenceOf(target);
  if (sequence === undefined) throw goError(`can't index item of type ${typeName(target)}`);
  const at = indexNumber(index, sequence.length);
  if (at >= sequence.length) throw goError(`reflect: ${sequence.kind} index out of range`);
  return sequence.at(at);
}

function index([item, ...indexes]: readonly Evaluated[]): Evaluated {
  if (item === undefined || item === null) throw goError('index of untyped nil');
  let here: GoValue = item;
  for (const next of indexes) here = element(here, next);
  return here;
}

function slice([item, ...indexes]: readonly Evaluated[]): Evaluated {
  if (item === undefined || item === null) throw goError('slice of untyped nil');
  const target = pointedTo(item);
  if (target === undefined) throw goError('slice of nil pointer');
  if (indexes.length > 3) throw goError(`too many slice indexes: ${indexes.length}`);
  const sequence = sequenceOf(target);
  if (sequence === undefined) throw goError(`can't slice item of type ${typeName(target)}`);
  if (sequence.kind === 'string' && indexes.length === 3) throw goError('cannot 3-index slice a string');
  const [from = 0, to = sequence.length, capacity = to] = indexes.map((next) => indexNumber(next, sequence.length));
  if (from > to) throw goError(`invalid slice index: ${from} > ${to}`);
  if (to > capacity) throw goError(`invalid slice index: ${to} > ${capacity}`);
  return sequence.slice(from, to);
}

function len([item]: readonly Evaluated[]): Evaluated {
  if (item === undefined) throw goError('reflect: call of reflect.Value.Type on zero Value');
  const target = pointedTo(item);
  if (target === undefined) throw goError('len of nil pointer');
  if (typeof target === 'string') return goInt(byteLength(target));
  if (target instanceof GoMap) return goInt(target.size);
  if (target instanceof GoNil && (target.type.kind === 'map' || target.type.kind === 'chan')) return goInt(0);
  const sequence = sequenceOf(target);
  if (sequence === undefined) throw goError(`len of type ${typeName(target)}`);
  return goInt(sequence.length);
}

export const ELEMENT_BUILTINS: readonly Builtin[] = [
  ofMoreValues('index', index),
  ofMoreValues('slice', slice),
  ofValues('len', 1, len),
];
