/** Results of comparisons by object key, kept as long as all that they were made from stays. */
import type { ObjectComparison } from '../../engine/compare/compare-object.ts';
import type { CompareOptions } from '../../engine/compare/compare-options.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

export type ComparisonMemory = Map<string, RememberedComparison>;

/** What a comparison was made from, and what came of it. */
export interface RememberedComparison extends ComparisonGround {
  /** Of `versionOf`. */
  readonly version: string;
  readonly target: KubeObject;
  readonly result: ObjectComparison;
}

/** What comparisons depend on besides the objects. */
export interface ComparisonGround {
  readonly options: CompareOptions;
  /** Of `Strategies`. */
  readonly mode: string;
}

export interface ComparedPair {
  /** Of `keyText`. */
  readonly id: string;
  readonly target: KubeObject;
  readonly live: KubeObject;
}

/** The result for this very pair on this very ground; undefined where anything has changed. */
export function recall(
  memory: ComparisonMemory,
  { id, target, live }: ComparedPair,
  { options, mode }: ComparisonGround,
): ObjectComparison | undefined {
  const before = memory.get(id);
  const samePair = before?.target === target && before.version === versionOf(live);
  return samePair && before.options === options && before.mode === mode ? before.result : undefined;
}

/** Identity and version of a live object, as one text. */
export function versionOf(object: KubeObject): string {
  return `${object.metadata.uid} ${object.metadata.resourceVersion}`;
}
