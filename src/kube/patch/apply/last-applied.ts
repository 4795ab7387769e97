/**
 * kubectl's move from client-side to server-side apply: what its annotation says it applied is no conflict while it is still
 * so, and the annotation is kept up to date. Source: apimachinery `managedfields/internal/lastapplied{manager,updater}.go`.
 */
import { tryParseJson } from '../../../base/json/parse.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import { isObject, type Json, type JsonObject, textAt } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { sortedMembers } from '../sorted-members.ts';
import { misfitsOf } from './check-configuration.ts';
import { compareValues } from './compare-values.ts';
import { difference, EMPTY_SET, type FieldSet, union } from './field-set.ts';
import { fieldsOfValue } from './fields-of-value.ts';
import type { Writer } from './track-update.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** More than this fits no annotation. */
const LONGEST = 262_144;

/** Only kubectl itself goes from one way to the other. */
export function isKubectl({ name, subresource }: Writer): boolean {
  return name === 'kubectl' && subresource === '';
}

/** Fields that stand in the object as the annotation says: kubectl may change them although another manager owns them. */
export function fieldsAsLastApplied(live: JsonObject, schema: MergeSchema): FieldSet {
  const applied = tryParseJson(textAt(live, 'metadata', 'annotations', LAST_APPLIED) ?? '') as Json | undefined;
  if (!isObject(applied) || applied['apiVersion'] !== live['apiVersion'] || misfitsOf(applied, schema).length > 0) {
    return EMPTY_SET;
  }
  const change = compareValues(applied, live, schema);
  const changed = union(change.modified, union(change.added, change.removed));
  return difference(fieldsOfValue(applied, schema), changed);
}

/** The object with the annotation telling what was applied now; the object itself where it has no such annotation. */
export function withLastApplied(object: JsonObject, config: JsonObject): JsonObject {
  if (textAt(object, 'metadata', 'annotations', LAST_APPLIED) === undefined) return object;
  const text = `${stringifyJson(sorted(withoutAnnotation(config)))}\n`;
  if (Buffer.byteLength(text) > LONGEST) return object;
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {};
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}

function withoutAnnotation(config: JsonObject): JsonObject {
  const metadata = isObject(config['metadata']) ? config['metadata'] : {};
  const { annotations, managedFields: _, ...rest } = metadata;
  const kept = Object.entries(isObject(annotations) ? annotations : {}).filter(([name]) => name !== LAST_APPLIED);
  const shown = kept.length === 0 ? rest : { ...rest, annotations: Object.fromEntries(kept) };
  return { ...config, metadata: shown };
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return sortedMembers(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, sorted(item ?? null)])));
}
