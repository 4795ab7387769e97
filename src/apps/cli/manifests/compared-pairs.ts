/** Given manifests beside what is live, in the order and by the rules of `argocd app diff` (surface §2.3). Pure. */
import type { Application } from '../../../api/application/fields.ts';
import type { ResourceDiff } from '../../../api/application/tree-fields.ts';
import { compareBytes } from '../../../base/json/byte-order.ts';
import { compareObject, prepareTargets } from '../../../engine/compare/index.ts';
import { isSecret } from '../../../engine/mask/index.ts';
import { compareOptionsOf } from '../../../engine/settings/index.ts';
import { isHook } from '../../../engine/sync/index.ts';
import { instanceName } from '../../../engine/tracking/index.ts';
import { BUILTIN_RESOURCES } from '../../../kube/builtin/resources.ts';
import { type KubeObject, keyOf, keyText, type ObjectKey } from '../../../kube/object/kube-object.ts';
import type { DiffPair } from '../print/resource-diff.ts';
import { isAbsent, objectOfState } from '../print/resource-diff.ts';
import type { InstallationFacts } from './server-facts.ts';

export interface ComparedWith {
  readonly app: Application;
  /** The managed resources, as the server tells them. */
  readonly items: readonly ResourceDiff[];
  readonly manifests: readonly KubeObject[];
  readonly facts: InstallationFacts;
}

/**
 * The managed resources in the server's order, then what is new. Secrets are left out: their values are known to neither side.
 * Hooks are no differences.
 */
export function comparedPairs({ app, items, manifests, facts }: ComparedWith): readonly DiffPair[] {
  const wanted = wantedObjects(app, items, manifests, facts);
  const options = compareOptionsOf(facts.compare, app.spec.ignoreDifferences ?? []);
  const pairs: DiffPair[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const key = keyOfItem(item);
    const id = keyText(key);
    seen.add(id);
    const live = isAbsent(item.normalizedLiveState) ? undefined : objectOfState(item.normalizedLiveState);
    const target = wanted.get(id);
    if (item.hook || isCoreSecret(key) || (live === undefined && target === undefined)) continue;
    if (live !== undefined && isHook(live)) continue;
    const { modified, predictedLive } = compareObject(target, live, options);
    if (modified) pairs.push({ key, before: live, after: target === undefined ? undefined : predictedLive });
  }
  const added = [...wanted].filter(([id, object]) => !seen.has(id) && !isSecret(object));
  for (const [, object] of added.sort(([a], [b]) => compareBytes(a, b)))
    pairs.push({ key: keyOf(object), before: undefined, after: object });
  return pairs;
}

/** By key. A kind is namespaced as its live objects are, else as Kubernetes has it. */
function wantedObjects(
  app: Application,
  items: readonly ResourceDiff[],
  manifests: readonly KubeObject[],
  facts: InstallationFacts,
): ReadonlyMap<string, KubeObject> {
  const scopes = new Map<string, boolean>();
  for (const { group = '', kind = '', namespace = '', liveState } of items)
    if (!isAbsent(liveState)) scopes.set(`${group}/${kind}`, namespace !== '');
  const { name = '', namespace = '' } = app.metadata;
  const { objects } = prepareTargets(manifests, {
    instance: instanceName({ namespace, name }, facts.controlNamespace),
    destinationNamespace: app.spec.destination.namespace ?? '',
    tracking: facts.tracking,
    isNamespaced: (group, kind) => scopes.get(`${group}/${kind}`) ?? isBuiltinNamespaced(group, kind),
    isExcluded: () => false,
  });
  return new Map(objects.filter((one) => !isHook(one)).map((one) => [keyText(keyOf(one)), one]));
}

function isBuiltinNamespaced(group: string, kind: string): boolean | undefined {
  return BUILTIN_RESOURCES.find((one) => one.group === group && one.resource.kind === kind)?.resource.namespaced;
}

function keyOfItem({ group = '', kind = '', namespace = '', name = '' }: ResourceDiff): ObjectKey {
  return { group, kind, namespace, name };
}

function isCoreSecret({ group, kind }: ObjectKey): boolean {
  return group === '' && kind === 'Secret';
}
