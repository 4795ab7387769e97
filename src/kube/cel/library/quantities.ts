/** The functions of `quantity()`. */
import {
  CelFault,
  type FunctionTable,
  isKind,
  namedType,
  noSuchOverload,
  type Opaque,
  type Value,
} from '../../../lang/cel/index.ts';
import { addQuantities, compareQuantities, parseQuantity, type Quantity } from '../../quantity/quantity.ts';

const QUANTITY = namedType('Quantity');
const NOT_A_QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

interface HeldQuantity {
  readonly quantity: Quantity;
}

function isQuantity(held: unknown): held is HeldQuantity {
  return typeof held === 'object' && held !== null && 'quantity' in held;
}

function quantityOf(value: Value | undefined): Quantity {
  if (value !== undefined && isKind(value, 'opaque') && isQuantity(value.held)) return value.held.quantity;
  throw noSuchOverload();
}

function opaque(quantity: Quantity): Opaque {
  const held: HeldQuantity = { quantity };
  return {
    kind: 'opaque',
    type: QUANTITY,
    held,
    equals: (other) => isQuantity(other.held) && compareQuantities(other.held.quantity, quantity) === 0,
  };
}

function parsed(text: Value | undefined): Value {
  const found = read(text);
  if (found === undefined) throw new CelFault(NOT_A_QUANTITY);
  return opaque(found);
}

/** Spaces around a quantity are none of it. */
function read(text: Value | undefined): Quantity | undefined {
  if (typeof text !== 'string') throw noSuchOverload();
  return text.trim() === text ? parseQuantity(text) : undefined;
}

function wholeOf({ digits, scale }: Quantity): bigint | undefined {
  const whole = scale >= 0 ? digits * 10n ** BigInt(scale) : digits / 10n ** BigInt(-scale);
  if (scale < 0 && digits % 10n ** BigInt(-scale) !== 0n) return undefined;
  return BigInt.asIntN(64, whole) === whole ? whole : undefined;
}

function floatOf({ digits, scale }: Quantity): number {
  return scale >= 0 ? Number(digits * 10n ** BigInt(scale)) : Number(digits) / 10 ** -scale;
}

function order(a: Value | undefined, b: Value | undefined): number {
  return compareQuantities(quantityOf(a), quantityOf(b));
}

function sum(a: Value | undefined, b: Quantity): Value {
  return opaque(addQuantities(quantityOf(a), b));
}

function negated(quantity: Quantity): Quantity {
  return { ...quantity, digits: -quantity.digits };
}

function whole(value: Value | undefined): Quantity {
  if (typeof value !== 'bigint') throw noSuchOverload();
  return { digits: value, scale: 0, form: 'exponent' };
}

function sign({ digits }: Quantity): bigint {
  return digits > 0n ? 1n : digits < 0n ? -1n : 0n;
}

export const QUANTITIES: FunctionTable = {
  quantity: { 'string_to_quantity: (string) -> Quantity': parsed },
  isQuantity: { 'is_quantity_string: (string) -> bool': (text) => read(text) !== undefined },
  sign: { 'quantity_sign: (Quantity) -> int': (value) => sign(quantityOf(value)) },
  isGreaterThan: { 'quantity_is_greater_than: Quantity.(Quantity) -> bool': (a, b) => order(a, b) > 0 },
  isLessThan: { 'quantity_is_less_than: Quantity.(Quantity) -> bool': (a, b) => order(a, b) < 0 },
  compareTo: { 'quantity_compare_to: Quantity.(Quantity) -> int': (a, b) => BigInt(order(a, b)) },
  asApproximateFloat: { 'quantity_get_float: Quantity.() -> double': (value) => floatOf(quantityOf(value)) },
  asInteger: {
    'quantity_get_int: Quantity.() -> int': (value) => {
      const found = wholeOf(quantityOf(value));
      if (found === undefined) throw new CelFault('cannot convert value to integer');
      return found;
    },
  },
  isInteger: { 'quantity_is_integer: Quantity.() -> bool': (value) => wholeOf(quantityOf(value)) !== undefined },
  add: {
    'quantity_add: Quantity.(Quantity) -> Quantity': (a, b) => sum(a, quantityOf(b)),
    'quantity_add_int: Quantity.(int) -> Quantity': (a, b) => sum(a, whole(b)),
  },
  sub: {
    'quantity_sub: Quantity.(Quantity) -> Quantity': (a, b) => sum(a, negated(quantityOf(b))),
    'quantity_sub_int: Quantity.(int) -> Quantity': (a, b) => sum(a, negated(whole(b))),
  },
};
