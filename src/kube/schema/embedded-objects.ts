/** Objects of Kubernetes inside custom resources (`x-kubernetes-embedded-resource`): their type and metadata. */
import { AppError } from '../../base/errors.ts';
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { decodeTyped } from '../builtin/decode.ts';
import { structType } from '../builtin/type-table.ts';
import { type FieldCause, kubeFault } from '../object/kube-fault.ts';
import { wrongPathSegment } from '../object/names.ts';
import { invalid, required } from '../validation/causes.ts';
import { serviceLabel } from '../validation/field-rules.ts';
import { metadataCauses } from '../validation/metadata.ts';
import { isEmbedded, itemSchema, joinPath, memberSchema } from './structural.ts';
import { shownValue } from './verdict.ts';

export interface Coerced {
  readonly object: JsonObject;
  /** Paths of what metadata does not have, in byte order. */
  readonly unknown: readonly string[];
}

/**
 * Gives the metadata of embedded objects its form. Throws `kube.bad-request` with the server's sentence for a type, a kind
 * or metadata that is none.
 */
export function coerceEmbedded(object: JsonObject, schema: JsonObject): Coerced {
  const unknown: string[] = [];
  const coerced = coerceMembers(object, schema, { path: '', unknown });
  return { object: coerced, unknown: unknown.toSorted() };
}

/** The metadata of an object, decoded. Throws `kube.bad-request` with Go's sentence for a value of a wrong type. */
export function decodeMetadata(metadata: Json): { readonly metadata: JsonObject; readonly unknown: readonly string[] } {
  const struct = structType('meta/v1.ObjectMeta');
  if (!isObject(metadata) || struct === undefined) {
    const type = isList(metadata) ? 'array' : typeof metadata === 'boolean' ? 'bool' : typeof metadata;
    throw refused(`json: cannot unmarshal ${type} into Go value of type v1.ObjectMeta`);
  }
  const { object, unknown } = decodeTyped(metadata, struct);
  return { metadata: object, unknown };
}

function refused(message: string): AppError {
  return kubeFault({ code: 'kube.bad-request', message });
}

interface Walk {
  readonly path: string;
  readonly unknown: string[];
}

function coerceMembers(value: JsonObject, schema: JsonObject, walk: Walk): JsonObject {
  const embedded = isEmbedded(schema);
  const entries = Object.entries(value).map(([name, item]): readonly [string, Json | undefined] => {
    const path = joinPath(walk.path, name);
    if (item === undefined) return [name, item];
    const head = embedded ? coerceHead(name, item, { ...walk, path }) : item;
    const inner = memberSchema(schema, name);
    return [name, inner === undefined || inner === 'open' ? head : coerceValue(head, inner, { ...walk, path })];
  });
  return Object.fromEntries(entries);
}

function coerceValue(value: Json, schema: JsonObject, walk: Walk): Json {
  if (isObject(value)) return coerceMembers(value, schema, walk);
  const items = itemSchema(schema);
  if (!isList(value) || items === undefined) return value;
  return value.map((item, index) => coerceValue(item, items, { ...walk, path: `${walk.path}[${index}]` }));
}

function coerceHead(name: string, value: Json, { path, unknown }: Walk): Json {
  if (name === 'apiVersion' || name === 'kind') {
    if (typeof value === 'string') return value;
    throw refused(`${path}: Invalid value: ${shownValue(value)}: must be a string`);
  }
  if (name !== 'metadata') return value;
  try {
    const decoded = decodeMetadata(value);
    unknown.push(...decoded.unknown.map((one) => `${path}.${one}`));
    return decoded.metadata;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw refused(`${path}: Invalid value: ${shownValue(inOrder(value))}: ${error.message}`);
  }
}

/** Go writes maps in the order of their keys. */
function inOrder(value: Json): Json {
  if (isList(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, inOrder(item ?? null)]));
}

/** Causes for all embedded objects; the object itself is judged by others. */
export function embeddedCauses(value: Json, schema: JsonObject, path = ''): readonly FieldCause[] {
  const items = itemSchema(schema);
  if (isList(value)) {
    if (items === undefined) return [];
    return value.flatMap((item, index) => embeddedCauses(item, items, `${path}[${index}]`));
  }
  if (!isObject(value)) return [];
  const own = isEmbedded(schema) ? objectCauses(value, path) : [];
  const below = Object.entries(value).flatMap(([name, item]) => {
    const inner = memberSchema(schema, name);
    return item === undefined || inner === undefined || inner === 'open'
      ? []
      : embeddedCauses(item, inner, joinPath(path, name));
  });
  return [...own, ...below];
}

/** Causes for the type and the metadata of one object. */
export function objectCauses(value: JsonObject, path: string): readonly FieldCause[] {
  const missing = ['apiVersion', 'kind'].filter((name) => value[name] === undefined);
  const { apiVersion, kind, metadata } = value;
  return [
    ...missing.map((name) => required(joinPath(path, name))),
    ...(apiVersion === undefined ? [] : versionCauses(apiVersion, joinPath(path, 'apiVersion'))),
    ...(kind === undefined ? [] : kindCauses(kind, joinPath(path, 'kind'))),
    ...(isObject(metadata) ? embeddedMetadata(metadata, path) : []),
  ];
}

function versionCauses(version: Json, field: string): readonly FieldCause[] {
  if (typeof version !== 'string') return [invalid(field, version, 'must be a string')];
  if (version === '') return [invalid(field, version, 'must not be empty')];
  return version.split('/').length > 2 ? [invalid(field, version, `unexpected GroupVersion string: ${version}`)] : [];
}

function kindCauses(kind: Json, field: string): readonly FieldCause[] {
  if (typeof kind !== 'string') return [invalid(field, kind, 'must be a string')];
  if (kind === '') return [invalid(field, kind, 'must not be empty')];
  const wrong = serviceLabel(kind.toLowerCase());
  return wrong.length === 0
    ? []
    : [invalid(field, kind, `may have mixed case, but should otherwise match: ${wrong.join(',')}`)];
}

/** A name may be absent here. */
function embeddedMetadata(metadata: JsonObject, path: string): readonly FieldCause[] {
  const named = { ...metadata, name: textAt(metadata, 'name') || 'fakename' };
  const causes = metadataCauses({ metadata: named }, { wrongName: wrongPathSegment });
  return causes.map((cause) => ({ ...cause, field: joinPath(path, cause.field) }));
}
