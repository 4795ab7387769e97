/** Hiding the values of Secrets while it stays visible whether two of them are equal (features B10). */
import { canonicalJson, stringifyJson } from '../../base/json/stringify.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { LAST_APPLIED_ANNOTATION, lastAppliedOf } from '../compare/last-applied.ts';
import { normaliseSecret } from '../compare/normalise/secret.ts';

const SHORTEST = 8;
const STEP = 4;
/** A whole field that does not have the form it should have. */
const HIDDEN = '+'.repeat(SHORTEST);

/**
 * The same objects with values replaced by rows of `+`: within one key, equal values get rows of equal length, in all
 * objects of one call, their last-applied annotations included. Objects that are no Secrets are answered as they are.
 * Nothing of a value is left, neither its length nor its beginning.
 */
export function maskSecrets(
  objects: readonly (KubeObject | undefined)[],
  annotations: readonly string[] = [],
): readonly (KubeObject | undefined)[] {
  const rows = new Map<string, Map<string, string>>();
  const mask = (area: string, value: Json): string => rowOf(rows, area, canonicalJson(value));
  return objects.map((object) =>
    object !== undefined && isSecret(object) ? maskSecret(object, annotations, mask) : object,
  );
}

export function isSecret(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}

type Mask = (area: string, value: Json) => string;

function maskSecret(secret: KubeObject, annotations: readonly string[], mask: Mask): KubeObject {
  const { stringData, ...normal } = normaliseSecret(secret);
  return {
    ...normal,
    ...(stringData === undefined ? {} : { stringData: HIDDEN }),
    ...(Object.hasOwn(normal, 'data') ? { data: maskData(normal['data'], mask) } : {}),
    metadata: maskMetadata(secret, annotations, mask),
  } as KubeObject;
}

function maskData(data: Json | undefined, mask: Mask): Json {
  if (data === null || data === undefined) return null;
  return isObject(data) ? maskMembers(data, Object.keys(data), (key, value) => mask(`data/${key}`, value)) : HIDDEN;
}

function maskMetadata(secret: KubeObject, hidden: readonly string[], mask: Mask): KubeObject['metadata'] {
  const { annotations } = secret.metadata;
  if (!isObject(annotations)) return secret.metadata;
  const masked = maskMembers(annotations, hidden, (key, value) => mask(`annotation/${key}`, value));
  if (!Object.hasOwn(annotations, LAST_APPLIED_ANNOTATION)) {
    return { ...secret.metadata, annotations: masked as Record<string, string> };
  }
  const applied = lastAppliedOf(secret);
  const text =
    applied === undefined ? HIDDEN : stringifyJson(maskSecret(applied, hidden, mask), { sorted: true, html: true });
  return {
    ...secret.metadata,
    annotations: { ...(masked as Record<string, string>), [LAST_APPLIED_ANNOTATION]: text },
  };
}

function maskMembers(
  object: JsonObject,
  keys: readonly string[],
  mask: (key: string, value: Json) => string,
): JsonObject {
  const masked = keys
    .filter((key) => Object.hasOwn(object, key))
    .map((key) => [key, mask(key, object[key] ?? null)] as const);
  return { ...object, ...Object.fromEntries(masked) };
}

function rowOf(rows: Map<string, Map<string, string>>, area: string, value: string): string {
  const known = rows.get(area) ?? new Map<string, string>();
  rows.set(area, known);
  const found = known.get(value) ?? '+'.repeat(SHORTEST + known.size * STEP);
  known.set(value, found);
  return found;
}
