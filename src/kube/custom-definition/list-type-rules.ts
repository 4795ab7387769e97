/** Lists that are sets or maps: what their schema must say so that their elements can be told apart. */
import { isList, isObject, type Json, type JsonObject, member, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, required, unsupported } from '../validation/causes.ts';
import { itemsShape } from './go-definition.ts';

const TYPE = 'x-kubernetes-list-type';
const MAP_TYPE = 'x-kubernetes-map-type';
const KEYS = 'x-kubernetes-list-map-keys';
const IN_SET = 'must be atomic as item of a list with x-kubernetes-list-type=set';
const WITH_KEYS = 'must be map if x-kubernetes-list-map-keys is non-empty';

/** Causes for the kind of a list. */
export function listTypeCauses(
  schema: JsonObject,
  path: string,
  { atomicSets }: { readonly atomicSets: boolean },
): readonly FieldCause[] {
  const type = textAt(schema, TYPE);
  const keys = keysOf(schema);
  const field = `${path}.${TYPE}`;
  return [
    ...(type === undefined ? [] : arrayCauses(schema, path, atomicSets && type === 'set')),
    ...(type === undefined || ['atomic', 'set', 'map'].includes(type)
      ? []
      : [unsupported(field, type, ['atomic', 'set', 'map'])]),
    ...(keys.length > 0 && type === undefined ? [required(field, WITH_KEYS)] : []),
    ...(keys.length > 0 && type !== undefined && type !== 'map' ? [invalid(field, type, WITH_KEYS)] : []),
    ...(type === 'map' ? mapCauses(schema, path, keys) : []),
  ];
}

function arrayCauses(schema: JsonObject, path: string, isSet: boolean): readonly FieldCause[] {
  const type = textAt(schema, 'type') ?? '';
  const detail = 'must be array if x-kubernetes-list-type is specified';
  if (type === '') return [required(`${path}.type`, detail)];
  if (type !== 'array') return [invalid(`${path}.type`, type, detail)];
  return isSet ? setCauses(schema['items'], `${path}.items`) : [];
}

function setCauses(items: Json | undefined, path: string): readonly FieldCause[] {
  const shown = member(items, TYPE) ?? null;
  if (textAt(items, 'type') === 'array') {
    return shown === null || shown === 'atomic' ? [] : [invalid(`${path}.${TYPE}`, shown, IN_SET)];
  }
  if (textAt(items, 'type') !== 'object' || textAt(items, MAP_TYPE) === 'atomic') return [];
  // The server shows the type of the list here, not that of the map.
  return [invalid(`${path}.${MAP_TYPE}`, shown, IN_SET)];
}

function mapCauses(schema: JsonObject, path: string, keys: readonly string[]): readonly FieldCause[] {
  const { items } = schema;
  const causes: FieldCause[] =
    keys.length === 0 ? [required(`${path}.${KEYS}`, 'must not be empty if x-kubernetes-list-type is map')] : [];
  if (items === undefined) {
    return [...causes, required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map')];
  }
  if (!isObject(items)) {
    const detail = 'must only have a single schema if x-kubernetes-list-type is map';
    return [...causes, invalid(`${path}.items`, itemsShape(items), detail)];
  }
  const type = textAt(items, 'type') ?? '';
  if (type !== 'object') {
    const detail = "must be object if parent array's x-kubernetes-list-type is map";
    return [...causes, invalid(`${path}.items.type`, type, detail)];
  }
  return [...causes, ...keys.flatMap((key, index) => keyCauses(items, path, { key, index, keys }))];
}

interface Key {
  readonly key: string;
  readonly index: number;
  readonly keys: readonly string[];
}

function keyCauses(items: JsonObject, path: string, { key, index, keys }: Key): readonly FieldCause[] {
  const field = `${path}.${KEYS}`;
  const found = propertyOf(items, key);
  const causes: FieldCause[] = [];
  if (found === undefined) causes.push(invalid(field, keys, 'entries must all be names of item properties'));
  else if (['array', 'object'].includes(textAt(found, 'type') ?? '')) {
    const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
    // It is the type of the element that is shown.
    causes.push(invalid(`${path}.items.properties[${key}].type`, textAt(items, 'type'), detail));
  }
  if (keys.indexOf(key) < index) causes.push(invalid(field, keys, 'must not contain duplicate entries'));
  return causes;
}

/** Causes for elements, and keys of elements, that may lack a value. */
export function mapKeyCauses(schema: JsonObject, path: string): readonly FieldCause[] {
  const { items } = schema;
  const type = textAt(schema, TYPE) ?? '';
  if (!isObject(items) || (type !== 'set' && type !== 'map')) return [];
  const field = `${path}.items`;
  const nullable =
    items['nullable'] === true
      ? [forbidden(`${field}.nullable`, `cannot be nullable when x-kubernetes-list-type is ${type}`)]
      : [];
  if (type === 'set') return nullable;
  const needed = isList(items['required']) ? items['required'] : [];
  const missing = keysOf(schema).flatMap((key): readonly FieldCause[] => {
    const property = propertyOf(items, key);
    const place = `${field}.properties[${key}]`;
    const detail = 'this property is in x-kubernetes-list-map-keys, so it';
    if (property === undefined) return [];
    return [
      ...(needed.includes(key) || property['default'] !== undefined
        ? []
        : [required(`${place}.default`, `${detail} must have a default or be a required property`)]),
      ...(property['nullable'] === true ? [forbidden(`${place}.nullable`, `${detail} cannot be nullable`)] : []),
    ];
  });
  return [...nullable, ...missing];
}

function keysOf(schema: JsonObject): readonly string[] {
  const keys = schema[KEYS];
  return isList(keys) ? keys.map(String) : [];
}

function propertyOf({ properties }: JsonObject, name: string): JsonObject | undefined {
  const found = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isObject(found) ? found : undefined;
}
