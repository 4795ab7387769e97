/** Rendered manifests made ready: namespaces filled, repeated and excluded ones sorted out, tracking set. */
import { memberAt, textAt } from '../../../base/json-value.ts';
import { gvkOf, type KubeObject, keyOf, keyText } from '../../../kube/object/kube-object.ts';
import type { ConditionText } from '../../conditions/merge-conditions.ts';
import { hookTypes } from '../../sync/hook.ts';
import { type Tracking, withTracking } from '../../tracking/tracking.ts';

export interface TargetContext {
  readonly instance: string;
  readonly destinationNamespace: string;
  readonly tracking: Tracking;
  /** Undefined where the cluster does not know the kind. */
  readonly isNamespaced: (group: string, kind: string) => boolean | undefined;
  /** Kinds that the settings exclude in this cluster. */
  readonly isExcluded: (group: string, kind: string) => boolean;
}

export interface PreparedTargets {
  /** Resources and hooks of a sync, in the order of the manifests. */
  readonly objects: readonly KubeObject[];
  readonly preDeleteHooks: readonly KubeObject[];
  readonly postDeleteHooks: readonly KubeObject[];
  readonly conditions: readonly ConditionText[];
}

/**
 * The desired objects of an Application. Namespaced ones without a namespace get the destination's, cluster-scoped ones lose
 * theirs; a kind that is unknown counts as its CRD among the manifests says, else as namespaced. Of objects that are
 * there more than once the last wins, with a warning; excluded kinds are left out, with a warning.
 */
export function prepareTargets(manifests: readonly KubeObject[], context: TargetContext): PreparedTargets {
  const work = preparing(manifests, context);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps of one object each, for whoever has more to do. */
export function* preparing(
  manifests: readonly KubeObject[],
  context: TargetContext,
): Generator<undefined, PreparedTargets> {
  const scopes = scopesOfDefinitions(manifests);
  const owner = { instance: context.instance, destinationNamespace: context.destinationNamespace };
  const placed: KubeObject[] = [];
  for (const object of manifests) {
    placed.push(withTracking(inPlace(object, scopes, context), owner, context.tracking));
    yield;
  }
  const { kept, repeated } = lastOfEach(placed);
  const excluded = kept.filter((object) => isExcluded(object, context));
  const objects = kept.filter((object) => !isExcluded(object, context));
  const deletionHooks = (type: 'PreDelete' | 'PostDelete') => objects.filter((it) => hookTypes(it).includes(type));
  return {
    objects: objects.filter((object) => !isOnlyDeletionHook(object)),
    preDeleteHooks: deletionHooks('PreDelete'),
    postDeleteHooks: deletionHooks('PostDelete'),
    conditions: [...repeated, ...excluded.map(exclusionWarning)],
  };
}

function inPlace(object: KubeObject, scopes: ReadonlyMap<string, boolean>, context: TargetContext): KubeObject {
  const { group, kind } = gvkOf(object);
  const namespaced = context.isNamespaced(group, kind) ?? scopes.get(`${group}/${kind}`) ?? true;
  const { namespace = '', ...metadata } = object.metadata;
  if (!namespaced) return namespace === '' ? object : { ...object, metadata };
  if (namespace !== '' || context.destinationNamespace === '') return object;
  return { ...object, metadata: { ...metadata, namespace: context.destinationNamespace } };
}

/** By `group/Kind`: whether a kind defined by a CRD among the manifests is namespaced. */
function scopesOfDefinitions(manifests: readonly KubeObject[]): ReadonlyMap<string, boolean> {
  const scopes = new Map<string, boolean>();
  for (const object of manifests) {
    const { group, kind } = gvkOf(object);
    if (group !== 'apiextensions.k8s.io' || kind !== 'CustomResourceDefinition') continue;
    const defined = `${textAt(object, 'spec', 'group') ?? ''}/${textAt(object, 'spec', 'names', 'kind') ?? ''}`;
    scopes.set(defined, memberAt(object, 'spec', 'scope') !== 'Cluster');
  }
  return scopes;
}

function lastOfEach(objects: readonly KubeObject[]): {
  readonly kept: readonly KubeObject[];
  readonly repeated: readonly ConditionText[];
} {
  const byKey = new Map<string, { readonly object: KubeObject; readonly times: number }>();
  objects.forEach((object, index) => {
    const key = targetKey(object, index);
    byKey.set(key, { object, times: (byKey.get(key)?.times ?? 0) + 1 });
  });
  const repeated: ConditionText[] = [];
  for (const [key, { times }] of byKey) {
    if (times === 1) continue;
    const message = `Resource ${key} appeared ${times} times among application resources.`;
    repeated.push({ type: 'RepeatedResourceWarning', message });
  }
  return { kept: [...byKey.values()].map(({ object }) => object), repeated };
}

/** Objects whose names the server makes up are never the same. */
function targetKey(object: KubeObject, index: number): string {
  const key = keyOf(object);
  const { generateName } = object.metadata;
  const generated = key.name === '' && generateName !== undefined && generateName !== '';
  return keyText(generated ? { ...key, name: `${generateName}${index}` } : key);
}

function isExcluded(object: KubeObject, context: TargetContext): boolean {
  const { group, kind } = gvkOf(object);
  return context.isExcluded(group, kind);
}

function exclusionWarning(object: KubeObject): ConditionText {
  const { group, kind } = gvkOf(object);
  const name = object.metadata.name ?? '';
  const message = `Resource ${group}/${kind} ${name} is excluded in the settings`;
  return { type: 'ExcludedResourceWarning', message };
}

function isOnlyDeletionHook(object: KubeObject): boolean {
  const types = hookTypes(object);
  return types.length > 0 && types.every((type) => type === 'PreDelete' || type === 'PostDelete');
}
