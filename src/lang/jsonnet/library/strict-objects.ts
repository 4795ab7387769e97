/** Functions on objects and on values of any type. */
import { equalValues } from '../runtime/compare.ts';
import { duplicateField } from '../runtime/duplicate-field.ts';
import { expectArray, expectBoolean, expectObject, expectString } from '../runtime/expect.ts';
import { JsonnetFunction } from '../runtime/function.ts';
import { type Field, JsonnetObject, Shape } from '../runtime/object.ts';
import { force } from '../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../runtime/value.ts';
import { arrayOf, type Call, type Declared, strict, type Values } from './native.ts';
import { lengthOf } from './traced/length-of.ts';

export const STRICT_OBJECTS: readonly Declared[] = [
  strict('type', 'x', (_, values) => typeOf(values.at(0))),
  strict('isNull', 'x', (_, values) => values.at(0) === null),
  strict('length', 'x', ({ machine, site }, values) => lengthOf(machine, values.at(0), site)),
  strict('objectFieldsEx', 'obj hidden', ({ machine, site }, values) => {
    const object = expectObject(machine, values.at(0), site);
    return arrayOf(machine, object.fieldNames(expectBoolean(machine, values.at(1), site)));
  }),
  strict('objectHasEx', 'obj fname hidden', ({ machine, site }, values) => {
    const object = expectObject(machine, values.at(0), site);
    const name = expectString(machine, values.at(1), site);
    const withHidden = expectBoolean(machine, values.at(2), site);
    const visibility = object.allFields().get(name);
    return visibility !== undefined && (withHidden || visibility !== 'hidden');
  }),
  strict('objectRemoveKey', 'obj key', ({ machine, site }, values) =>
    expectObject(machine, values.at(0), site).without(expectString(machine, values.at(1), site), machine),
  ),
  strict('$objectFlatMerge', 'x', flatMerge),
  strict('primitiveEquals', 'x y', primitiveEquals),
  strict('equals', 'x y', ({ machine, site }, values) => equalValues(machine, values.at(0), values.at(1), site)),
  strict('trace', 'str rest', ({ machine, site }, values) => {
    const text = expectString(machine, values.at(0), site);
    machine.world.trace(`TRACE: ${site.sourceName}:${site.line()} ${text}`);
    return values.at(1);
  }),
  strict('extVar', 'x', ({ machine, site }, values) => {
    const name = expectString(machine, values.at(0), site);
    const variable = machine.world.externalVariable(name);
    if (variable === undefined) throw machine.fault(`Undefined external variable: ${name}`, site);
    return force(variable, machine, site);
  }),
  // The command has no functions of its host.
  strict('native', 'x', ({ machine, site }, values) => {
    expectString(machine, values.at(0), site);
    return null;
  }),
];

/** One object of objects with a field each: what a comprehension ends in. */
function flatMerge({ machine, site }: Call, values: Values): Value {
  const fields = new Map<string, Field>();
  for (const element of expectArray(machine, values.at(0), site).elements) {
    const layer = expectObject(machine, force(element, machine, site), site).onlyLayer;
    if (layer === undefined) throw new Error('a comprehension of more than object literals');
    for (const [name, { visibility, body }] of layer.shape.fields) {
      if (fields.has(name)) throw duplicateField(machine, name, site);
      const { scope } = layer;
      fields.set(name, { visibility, body: body.kind === 'code' && scope !== undefined ? { ...body, scope } : body });
    }
  }
  machine.make(fields.size);
  return new JsonnetObject({ kind: 'layer', shape: new Shape(fields), scope: undefined, asserts: [], locals: [] });
}

function primitiveEquals({ machine, site }: Call, values: Values): Value {
  const [left, right] = [values.at(0), values.at(1)];
  if (typeOf(left) !== typeOf(right)) return false;
  if (left instanceof JsonnetFunction) throw machine.fault('Cannot test equality of functions', site);
  if (left instanceof JsonnetArray || left instanceof JsonnetObject)
    throw machine.fault(`primitiveEquals operates on primitive types, got ${typeOf(left)}`, site);
  return left === right;
}
