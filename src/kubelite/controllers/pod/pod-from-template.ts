/** Pods that a controller makes and removes, with the events that tell of it. */
import type { KubeObject, ObjectMeta } from '../../../kube/object/kube-object.ts';
import { type Action, CREATED_NAME, deletionOf } from '../controller.ts';
import { controllerReference } from '../owned-objects.ts';
import { PODS } from '../resources.ts';
import type { Pod, PodTemplate } from '../workload-types.ts';

/** A new pod of a controller; the API completes its name. `extra` adds to the metadata. */
export function podFromTemplate(owner: KubeObject, template: PodTemplate, extra: ObjectMeta = {}): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: owner.metadata.namespace ?? '',
      ...extra,
      ...withMembers('labels', { ...labels, ...extra.labels }),
      ...withMembers('annotations', { ...annotations, ...extra.annotations }),
      ...(finalizers === undefined && extra.finalizers === undefined
        ? {}
        : { finalizers: [...(finalizers ?? []), ...(extra.finalizers ?? [])] }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}

function withMembers(name: 'labels' | 'annotations', members: Readonly<Record<string, string>>): ObjectMeta {
  return Object.keys(members).length === 0 ? {} : { [name]: members };
}

/** Makes a pod and tells. */
export function createdPod(owner: KubeObject, pod: Pod, source: string): readonly Action[] {
  return [
    { kind: 'create', object: pod },
    {
      kind: 'event',
      about: owner,
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${CREATED_NAME}`,
      source,
    },
  ];
}

/** Removes a pod and tells. */
export function deletedPod(owner: KubeObject, pod: Pod, source: string): readonly Action[] {
  return [
    deletionOf(PODS, pod),
    {
      kind: 'event',
      about: owner,
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
      source,
    },
  ];
}
