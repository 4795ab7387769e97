/** Taking ignored fields out of all sides of a comparison. */
import { removeAt } from '../../../base/json/at-pointer.ts';
import { parsePointer } from '../../../base/json-pointer.ts';
import { isObject, type JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { removeFields } from './field-set.ts';
import { type IgnoreRule, rulesFor } from './ignore-rule.ts';
import { removeByJq } from './remove-by-jq.ts';

export interface IgnoreOptions {
  readonly rules: readonly IgnoreRule[];
  /** Milliseconds a jq expression may take for one object, measured in steps. */
  readonly jqTimeout: number;
}

/** Removes fields from any side. `live` tells what belongs to whom. */
export type FieldRemover = (object: KubeObject) => KubeObject;

/**
 * What to take out of every side of one comparison: JSON pointers, jq paths, and the fields that named managers own in the
 * live object. Throws `jq.syntax`, `jq.undefined` and `jq.exhausted` (user) for expressions that cannot work: left alone, they
 * would show differences that somebody asked not to see, and sync would undo them.
 */
export function fieldRemover(about: KubeObject, live: KubeObject | undefined, options: IgnoreOptions): FieldRemover {
  const rules = rulesFor(options.rules, about);
  if (rules.length === 0) return (object) => object;
  const owned = ownedFields(live, rules);
  return (object) => {
    let result = object;
    for (const rule of rules) {
      for (const pointer of rule.jsonPointers ?? []) result = removePointer(result, pointer);
      for (const expression of rule.jqPathExpressions ?? []) {
        result = removeByJq(result, expression, options.jqTimeout);
      }
    }
    return owned.reduce<KubeObject>((rest, fields) => removeFields(rest, fields) as KubeObject, result);
  };
}

/** A pointer at nothing, at the whole object or that is none changes nothing. */
function removePointer(object: KubeObject, pointer: string): KubeObject {
  const steps = parsePointer(pointer);
  return steps === undefined || steps.length === 0 ? object : (removeAt(object, steps) as KubeObject);
}

function ownedFields(live: KubeObject | undefined, rules: readonly IgnoreRule[]): readonly JsonObject[] {
  const managers = new Set(rules.flatMap((rule) => rule.managedFieldsManagers ?? []));
  if (managers.size === 0) return [];
  const entries = live?.metadata.managedFields ?? [];
  return entries.flatMap(({ manager = '', fieldsV1 }) =>
    managers.has(manager) && isObject(fieldsV1) ? [fieldsV1] : [],
  );
}
