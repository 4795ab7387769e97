/** What decides whether a change of an object may be passed over (features B9). */
import { textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { LiveRecord } from '../../ports/live-cluster.ts';

const ANNOTATION = 'argocd.argoproj.io/ignore-resource-updates';

/** An object that nobody manages, such as the child of one, wants the rules to hold for it, too. */
export function asksToIgnoreUpdates(object: KubeObject): boolean {
  return textAt(object.metadata.annotations, ANNOTATION) === 'true';
}

/** Managed or not, the object wants every change to count. */
export function refusesToIgnoreUpdates(object: KubeObject): boolean {
  return textAt(object.metadata.annotations, ANNOTATION) === 'false';
}

/** Same verdict, with the same words. */
export function sameHealth(one: LiveRecord, other: LiveRecord): boolean {
  const [a, b] = [one.facts.health, other.facts.health];
  return a?.status === b?.status && (a?.message ?? '') === (b?.message ?? '');
}
