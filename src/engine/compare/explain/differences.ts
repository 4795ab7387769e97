/** Which fields differ, and who owns them: the sentence behind an OutOfSync (design §3.11). */
import { jsonEqual } from '../../../base/json-equal.ts';
import { formatPointer } from '../../../base/json-pointer.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { owns } from '../ignore/field-set.ts';

export interface Difference {
  /** JSON pointer into the live object. */
  readonly path: string;
  /** Undefined: absent. */
  readonly live: Json | undefined;
  readonly target: Json | undefined;
  /** Field manager that wrote the live value last; empty where nobody is recorded. */
  readonly manager: string;
}

type Path = readonly (string | number)[];

/** The smallest parts in which live and predicted object differ, in the order of their paths. */
export function explainDifferences(live: KubeObject, predicted: KubeObject): readonly Difference[] {
  return differencesOf(live, predicted, []).map(({ path, ...sides }) => ({
    path: formatPointer(path),
    ...sides,
    manager: managerOf(live, path),
  }));
}

interface Found {
  readonly path: Path;
  readonly live: Json | undefined;
  readonly target: Json | undefined;
}

function differencesOf(live: Json | undefined, target: Json | undefined, path: Path): readonly Found[] {
  if (jsonEqual(live, target)) return [];
  if (isObject(live) && isObject(target)) {
    const keys = [...new Set([...Object.keys(live), ...Object.keys(target)])].sort();
    return keys.flatMap((key) => differencesOf(own(live, key), own(target, key), [...path, key]));
  }
  if (isList(live) && isList(target) && live.length === target.length) {
    return live.flatMap((item, index) => differencesOf(item, target[index], [...path, index]));
  }
  return [{ path, live, target }];
}

function own(value: Readonly<Record<string, Json | undefined>>, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function managerOf(live: KubeObject, path: Path): string {
  const owners = (live.metadata.managedFields ?? []).filter(
    ({ fieldsV1 }) => isObject(fieldsV1) && owns(fieldsV1, live, path),
  );
  const latest = owners.reduce<(typeof owners)[number] | undefined>(
    (newest, entry) => (newest === undefined || (entry.time ?? '') >= (newest.time ?? '') ? entry : newest),
    undefined,
  );
  return latest?.manager ?? '';
}
