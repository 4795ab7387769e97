/** `call`: functions that are values. */
import {
  ANY,
  type CallContext,
  canBeNil,
  GoFunc,
  GoInt,
  GoNil,
  type GoSignature,
  type GoType,
  type GoValue,
  isAssignable,
  typeName,
  typeOf,
  zeroOf,
} from '../../go-value/index.ts';
import type { Evaluated } from '../execute/frame.ts';
import { goError } from './builtin.ts';

/** Calls the first argument with the others. `name` is how the template calls it. */
export function callValue(context: CallContext, name: string | undefined, args: readonly Evaluated[]): Evaluated {
  const [callee, ...rest] = args;
  if (callee === undefined || callee === null) throw goError('call of nil');
  // Go shows a value from the pipeline as reflection prints it: strings plainly.
  const shownName = name ?? (typeof callee === 'string' ? callee : `<${typeName(callee)} Value>`);
  if (callee instanceof GoNil && callee.type.kind === 'func') throw goError('reflect.Value.Call: call of nil function');
  if (!(callee instanceof GoFunc)) throw goError(`non-function ${shownName} of type ${typeName(callee)}`);
  const { target } = callee;
  checkCount(shownName, target, rest.length);
  return target.call(
    context,
    rest.map((arg, index) => prepared(arg, typeAt(target, index), index)),
  );
}

function checkCount(name: string, { parameters, variadic }: GoSignature, count: number): void {
  const least = parameters.length - 1;
  if (variadic && count < least) throw goError(`wrong number of args for ${name}: got ${count} want at least ${least}`);
  if (!variadic && count !== parameters.length) {
    throw goError(`wrong number of args for ${name}: got ${count} want ${parameters.length}`);
  }
}

function typeAt({ parameters }: GoSignature, index: number): GoType {
  return parameters[index] ?? parameters.at(-1) ?? ANY;
}

function prepared(value: Evaluated, type: GoType, index: number): GoValue {
  if (value === undefined || value === null) {
    if (canBeNil(type)) return zeroOf(type);
    throw goError(`arg ${index}: value is nil; should be of type ${type.name}`);
  }
  const actual = typeOf(value);
  if (actual && isAssignable(actual, type)) return value;
  if (value instanceof GoInt && /^u?int/.test(type.kind)) return converted(value, type);
  throw goError(`arg ${index}: value has type ${typeName(value)}; should be ${type.name}`);
}

function converted({ value }: GoInt, type: GoType): GoInt {
  const bits = Number(/\d+/.exec(type.kind)?.[0] ?? 64);
  return new GoInt(type, type.kind.startsWith('u') ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value));
}
