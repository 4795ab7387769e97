/**
 * Whether a live object holds all that is wanted already, seen without making a patch: most objects do, most of the time. Says
 * false wherever it is not sure.
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { MergeField, MergeSchema } from '../../kube/merge-schema/merge-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

export interface HeldSides {
  /** Last applied; undefined where nothing is known to have been. */
  readonly original: KubeObject | undefined;
  readonly target: KubeObject;
  readonly live: KubeObject;
}

/**
 * True only where the three-way patch of these sides is empty: what was applied is what is wanted, and each wanted value
 * stands in the live object as it is written. `schema`: of kinds that merge strategically.
 */
export function holdsAlready({ original, target, live }: HeldSides, schema: MergeSchema | undefined): boolean {
  return holdsMembers(live, target, schema) && (original === undefined || jsonEqual(original, target));
}

function holdsMembers(live: JsonObject, target: JsonObject, schema: MergeSchema | undefined): boolean {
  for (const key of Object.keys(target)) {
    const wanted = target[key];
    if (wanted === undefined) continue;
    if (wanted === null || !Object.hasOwn(live, key)) return false;
    const found = live[key];
    if (isObject(wanted)) {
      if (!isObject(found) || !holdsObject(found, wanted, { key, schema })) return false;
    } else if (isList(wanted)) {
      if (!isList(found) || !holdsList(found, wanted, { key, schema })) return false;
    } else if (!jsonEqual(found, wanted)) return false;
  }
  return true;
}

interface Member {
  readonly key: string;
  readonly schema: MergeSchema | undefined;
}

/** An empty map of a type is no wish, and yet may have been applied: then the patch empties what is there. */
function holdsObject(found: JsonObject, wanted: JsonObject, { key, schema }: Member): boolean {
  if (Object.keys(wanted).length === 0) return Object.keys(found).length === 0;
  if (schema === undefined) return holdsMembers(found, wanted, undefined);
  const field = schema.field(key);
  if (field === undefined) return jsonEqual(found, wanted);
  if (field.strategies.includes('replace')) return false;
  return holdsMembers(found, wanted, field.schema) && (!clears(field) || sameKeys(found, wanted));
}

/** Lists that merge by a key must have the same elements in the same order; what each has beside may be more. */
function holdsList(found: readonly Json[], wanted: readonly Json[], { key, schema }: Member): boolean {
  if (found.length !== wanted.length) return false;
  const field = schema?.field(key);
  if (field === undefined || !field.strategies.includes('merge')) return jsonEqual(found, wanted);
  const keys = new Set<Json>();
  return wanted.every((element, at) => {
    const other = found[at];
    if (!isObject(element) || !isObject(other)) return false;
    const name = element[field.mergeKey];
    if (name === undefined || keys.has(name)) return false;
    keys.add(name);
    return holdsMembers(other, element, field.schema.element) && (!clears(field) || sameKeys(other, element));
  });
}

/** What is not wanted beside goes, whoever filled it in. */
function clears({ strategies }: MergeField): boolean {
  return strategies.includes('retainKeys');
}

function sameKeys(found: JsonObject, wanted: JsonObject): boolean {
  return Object.keys(found).length === Object.keys(wanted).length;
}
