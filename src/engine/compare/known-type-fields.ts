/** Fields of custom resources that hold Kubernetes' own types: compared in those types' canonical form (features B6). */
import { isList, isObject, type Json } from '../../base/json-value.ts';
import { parseType, structType, type TypeRef } from '../../kube/builtin/type-table.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { retypeValue } from './retype.ts';

export interface KnownTypeField {
  /** Dotted path; lists on the way are gone through. */
  readonly field: string;
  /** e.g. `core/v1/PodSpec`, `core/Quantity`, `core/v1/ResourceList`. */
  readonly type: string;
}

/** The object with these fields in canonical form. A field that does not fit its type stays. */
export function withKnownTypes(object: KubeObject, fields: readonly KnownTypeField[]): KubeObject {
  return fields.reduce<KubeObject>((result, { field, type }) => {
    const reference = typeReference(type);
    return reference === undefined ? result : (convertAt(result, field.split('.'), reference) as KubeObject);
  }, object);
}

const SPECIAL: Readonly<Record<string, string>> = {
  'core/Quantity': 'Quantity',
  'core/v1/ResourceList': 'map[string]Quantity',
  'meta/v1/Duration': 'Duration',
  'core/v1/IntOrString': 'IntOrString',
};

function typeReference(name: string): TypeRef | undefined {
  if (Object.hasOwn(SPECIAL, name)) return parseType(SPECIAL[name] ?? '');
  const struct = name.replace(/\/(?=[^/]*$)/, '.');
  return structType(struct) === undefined ? undefined : parseType(struct);
}

function convertAt(value: Json, path: readonly string[], type: TypeRef): Json {
  const [step, ...rest] = path;
  if (step === undefined)
    return isList(value) && type.kind !== 'list' ? value.map((item) => inForm(item, type)) : inForm(value, type);
  if (isList(value)) return value.map((item) => convertAt(item, path, type));
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  const inner = value[step];
  return inner === undefined || inner === null ? value : { ...value, [step]: convertAt(inner, rest, type) };
}

function inForm(value: Json, type: TypeRef): Json {
  return retypeValue(value, type) ?? value;
}
