/** Which value may go where: reflection's AssignableTo, zero values, nil. */
import { ANY, BOOL, ERROR, FLOAT64, type GoType, REFLECT_VALUE, STRING, sameType } from './go-type.ts';
import { GoComplex, GoInt, GoNil, GoScalar, GoSlice, GoStruct, type GoValue } from './go-value.ts';

/** A value of type `from` can be assigned to a variable of type `to` without a conversion. */
export function isAssignable(from: GoType, to: GoType): boolean {
  if (to === ANY || sameType(from, to)) return true;
  if (to.kind === 'interface')
    return to.name === ANY.name || (to.name === ERROR.name && from.methods?.has('Error') === true);
  if (from.kind !== to.kind) return false;
  // The same underlying type, and one of the two has no name of its own.
  const underlying = literalName(from);
  return (
    underlying !== undefined && underlying === literalName(to) && (from.name === underlying || to.name === underlying)
  );
}

/** What the type is called without a name of its own; undefined where only a name tells. */
function literalName(type: GoType): string | undefined {
  switch (type.kind) {
    case 'slice':
      return `[]${type.elem?.name}`;
    case 'map':
      return `map[${type.key?.name}]${type.elem?.name}`;
    case 'ptr':
      return `*${type.elem?.name}`;
    default:
      return undefined;
  }
}

/** Untyped nil may stand for a value of this type. */
export function canBeNil(type: GoType): boolean {
  switch (type.kind) {
    case 'chan':
    case 'func':
    case 'interface':
    case 'map':
    case 'ptr':
    case 'slice':
      return true;
    default:
      return type === REFLECT_VALUE;
  }
}

/** `reflect.Zero`: null for interfaces, a typed nil for what can be nil. */
export function zeroOf(type: GoType): GoValue {
  switch (type.kind) {
    case 'interface':
    case 'invalid':
      return null;
    case 'string':
      return scalar(type, STRING, '');
    case 'bool':
      return scalar(type, BOOL, false);
    case 'float64':
      return scalar(type, FLOAT64, 0);
    case 'float32':
      return new GoScalar(type, 0);
    case 'complex64':
    case 'complex128':
      return new GoComplex(type, 0, 0);
    case 'struct':
      return new GoStruct(
        type,
        (type.fields ?? []).map((field) => zeroOf(field.type)),
      );
    case 'array':
      return new GoSlice(type, []);
    case 'chan':
    case 'func':
    case 'map':
    case 'ptr':
    case 'slice':
      return new GoNil(type);
    default:
      return new GoInt(type, 0n);
  }
}

function scalar(type: GoType, plain: GoType, value: string | boolean | number): GoValue {
  return type.name === plain.name ? value : new GoScalar(type, value);
}
