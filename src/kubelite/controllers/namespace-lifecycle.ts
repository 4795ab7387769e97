/**
 * Namespaces that go: everything in them is deleted, the conditions say what is left, and when nothing is the namespace
 * may go. Source: the namespace controller of Kubernetes; unlike it, nothing waits for a pod's grace.
 */
import { rfc3339 } from '../../base/clock.ts';
import { isList, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ServedResource } from './cluster-access.ts';
import {
  type Action,
  type Controller,
  controllerOf,
  deletionOf,
  onSelf,
  type Step,
  type StepContext,
} from './controller.ts';
import { observed } from './owned-objects.ts';
import { NAMESPACES } from './resources.ts';
import { statusChange } from './status-change.ts';
import type { Condition } from './workload-types.ts';

export interface ObservedNamespace {
  readonly namespace: KubeObject;
  /** What it still holds; asked only of one that goes. */
  readonly content: readonly { readonly resource: ServedResource; readonly object: KubeObject }[];
}

interface NamespaceCondition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

const FINALIZER = 'kubernetes';

export const namespaceController: Controller = controllerOf<ObservedNamespace>({
  name: 'namespace',
  triggers: [
    onSelf(NAMESPACES),
    {
      resource: 'any',
      keys: ({ object, resource }, reader) => {
        const name = resource.namespaced ? object.metadata.namespace : undefined;
        if (name === undefined) return [];
        const namespace = reader.get(NAMESPACES, '', name);
        if (namespace?.metadata.deletionTimestamp === undefined) return [];
        return [{ resource: NAMESPACES, namespace: '', name }];
      },
    },
  ],
  observe(reader, key) {
    const namespace = observed(reader, key);
    if (namespace === undefined) return undefined;
    if (namespace.metadata.deletionTimestamp === undefined) return { namespace, content: [] };
    const content = reader
      .resources()
      .filter((resource) => resource.namespaced)
      .flatMap((resource) => reader.list(resource, key.name).map((object) => ({ resource, object })));
    return { namespace, content };
  },
  step: namespaceStep,
});

/** Deletes what is there, tells what is left, lets go of an empty one. */
export function namespaceStep({ namespace, content }: ObservedNamespace, { now }: StepContext): Step {
  const finalizers = finalizersOf(namespace);
  if (namespace.metadata.deletionTimestamp === undefined || !finalizers.includes(FINALIZER)) return { actions: [] };
  const deletions = content
    .filter(({ object }) => object.metadata.deletionTimestamp === undefined)
    .map(({ resource, object }): Action => deletionOf(resource, object, { propagation: 'Background' }));
  const told = statusChange(namespace, statusOf(namespace, content, rfc3339(now)));
  if (deletions.length > 0 || content.length > 0) return { actions: [...deletions, ...told] };
  const spec = { finalizers: finalizers.filter((finalizer) => finalizer !== FINALIZER) };
  return { actions: [...told, { kind: 'finalize', object: { ...namespace, spec } }] };
}

function finalizersOf(namespace: KubeObject): readonly string[] {
  const finalizers = memberAt(namespace.spec, 'finalizers');
  return isList(finalizers) ? finalizers.map(String) : [];
}

function statusOf(namespace: KubeObject, content: ObservedNamespace['content'], at: string): JsonObject {
  const old = (memberAt(namespace.status, 'conditions') ?? []) as readonly Condition[];
  const values: readonly NamespaceCondition[] = [
    {
      type: 'NamespaceDeletionDiscoveryFailure',
      status: 'False',
      reason: 'ResourcesDiscovered',
      message: 'All resources successfully discovered',
    },
    {
      type: 'NamespaceDeletionGroupVersionParsingFailure',
      status: 'False',
      reason: 'ParsedGroupVersions',
      message: 'All legacy kube types successfully parsed',
    },
    {
      type: 'NamespaceDeletionContentFailure',
      status: 'False',
      reason: 'ContentDeleted',
      message: 'All content successfully deleted, may be waiting on finalization',
    },
    remaining(content),
    finalizing(content),
  ];
  const conditions = values.map(({ type, status, reason, message }): Condition => {
    const before = old.find((condition) => condition.type === type);
    const since = before?.status === status ? before.lastTransitionTime : undefined;
    return { type, status, lastTransitionTime: since ?? at, reason, message };
  });
  return { phase: 'Terminating', conditions };
}

function remaining(content: ObservedNamespace['content']): NamespaceCondition {
  const type = 'NamespaceContentRemaining';
  if (content.length === 0) {
    return { type, status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' };
  }
  const counts = countBy(content.map(({ resource }) => resourceName(resource)));
  const message = `Some resources are remaining: ${counts.map(([name, count]) => `${name} has ${count} resource instances`).join(', ')}`;
  return { type, status: 'True', reason: 'SomeResourcesRemain', message };
}

function finalizing(content: ObservedNamespace['content']): NamespaceCondition {
  const type = 'NamespaceFinalizersRemaining';
  const counts = countBy(content.flatMap(({ object }) => object.metadata.finalizers ?? []));
  if (counts.length === 0) {
    return {
      type,
      status: 'False',
      reason: 'ContentHasNoFinalizers',
      message: 'All content-preserving finalizers finished',
    };
  }
  const message = `Some content in the namespace has finalizers remaining: ${counts.map(([name, count]) => `${name} in ${count} resource instances`).join(', ')}`;
  return { type, status: 'True', reason: 'SomeFinalizersRemain', message };
}

function resourceName({ group, plural }: ServedResource): string {
  return `${plural}.${group}`;
}

function countBy(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
}
